import { define } from './definition.js';

/** What the host lacks before anything can run. */
export const HOST_ERRORS = {
  not_linux: define(
    'ours',
    503,
    'this is {platform}, not Linux',
    'The walls are features of the Linux kernel.',
    'Run Cupel on Linux, for instance in a virtual machine.',
  ),
  not_root: define(
    'ours',
    503,
    'not started as root',
    'The walls need privileges that an ordinary user does not have.',
    'Type `sudo {command}`.',
  ),
  node_too_old: define('ours', 503, 'Node {version} is too old', 'Cupel needs Node 20.19 or newer.', 'Install a newer Node.'),
  compiler_missing: define(
    'ours',
    503,
    'there is no C compiler to build the launcher with',
    'The launcher is compiled on the host.',
    'Type `apt-get install gcc make libc6-dev libseccomp-dev`.',
  ),
  libseccomp_missing: define(
    'ours',
    503,
    "libseccomp's headers are missing",
    "The launcher's filter is made with libseccomp when it is built.",
    'Type `apt-get install libseccomp-dev`.',
  ),
  profiles_unsafe: define(
    'ours',
    503,
    'the launcher does not trust its profile file {path}: {problem}',
    'Whoever can write it is root in effect, so it must belong to root alone.',
    'Type `chown root:root {path} && chmod 0644 {path}`, likewise for its folders.',
  ),
  toolchain_missing: define(
    'ours',
    422,
    '{language} is not installed on this host',
    "Its compiler or runtime was not found in the system's paths.",
    'Type `apt-get install {packages}`.',
  ),
  toolchain_broken: define(
    'ours',
    422,
    '{language} is installed, but does not work: {problem}',
    'The toolchain was found, but its version could not be asked.',
    'Type `apt-get install --reinstall {packages}`.',
  ),
  library_missing: define(
    'ours',
    422,
    '{language}: the optional library {library} is not installed',
    'Programs that import it will fail.',
    'Type `apt-get install {packages}`.',
  ),
} as const;
