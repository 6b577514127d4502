import { type Finding, linesOf } from './finding.js';
import type { Host } from './host.js';

const { ok, warn } = linesOf('hardening');

/** Settings of the host that stand behind the walls, or that a crash inside a box would reach. */
export function hardeningFindings(host: Host): readonly Finding[] {
  return [corePattern, ...settings.map(settingCheck), samePages, vulnerabilities].map((check) => check(host));
}

/** The kernel starts a piped handler as root for each crash, whatever the core limit of the crashing program says. */
function corePattern(host: Host): Finding {
  const pattern = host.read('/proc/sys/kernel/core_pattern') ?? '';
  if (pattern.startsWith('|')) return warn('core_pattern', 'core_pattern_pipe', { pattern });
  return ok('core_pattern', pattern === '' ? 'empty' : pattern);
}

const settings = [
  { name: 'fs.protected_hardlinks', bad: ['0'], code: 'hardlinks_unprotected' },
  { name: 'kernel.io_uring_disabled', bad: ['0', '1'], code: 'io_uring_on' },
  { name: 'kernel.dmesg_restrict', bad: ['0'], code: 'kernel_log_open' },
  { name: 'debug.exception-trace', bad: ['1'], code: 'crashes_logged' },
] as const;

function settingCheck({ name, bad, code }: (typeof settings)[number]): (host: Host) => Finding {
  return (host) => {
    const value = host.read(`/proc/sys/${name.replaceAll('.', '/')}`);
    if (value === undefined) return ok(name, 'not known to this kernel');
    return bad.some((one) => one === value) ? warn(name, code, {}) : ok(name, value);
  };
}

function samePages(host: Host): Finding {
  return host.read('/sys/kernel/mm/ksm/run') === '1'
    ? warn('same-page merging', 'pages_merged', {})
    : ok('same-page merging', 'off');
}

function vulnerabilities(host: Host): Finding {
  const folder = '/sys/devices/system/cpu/vulnerabilities';
  const open = host.list(folder).filter((name) => host.read(`${folder}/${name}`)?.startsWith('Vulnerable'));
  if (open.length === 0) return ok('CPU vulnerabilities', 'none without mitigation');
  return warn('CPU vulnerabilities', 'cpu_vulnerable', { names: open.join(', ') });
}
