import { type Config, SETTINGS } from '../platform/settings/schema.js';

/** The settings as a child's whole environment: it is given nothing of ours besides. */
export function environmentOf(config: Config): Record<string, string> {
  const entries = SETTINGS.flatMap(({ name, variable }) => {
    const value = config[name];
    if (value === undefined) return [];
    return [[variable, Array.isArray(value) ? value.join(',') : String(value)]];
  });
  return { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', TZ: 'UTC', ...Object.fromEntries(entries) };
}
