import { type Finding, linesOf } from './finding.js';
import type { Host } from './host.js';

const { ok, warn } = linesOf('timing');
const CPU = '/sys/devices/system/cpu';

/** Settings of the host that make the same program take another time tomorrow. Order and choice follow isolate's own check. */
export function timingFindings(host: Host): readonly Finding[] {
  return [swap, smt, frequency, turbo, hugePages, addressRandomisation, coreKinds, clock].map((check) => check(host));
}

function swap(host: Host): Finding {
  const devices = (host.read('/proc/swaps') ?? '').split('\n').slice(1);
  const kilobytes = devices.reduce((sum, line) => sum + Number(line.split(/\s+/)[2] ?? 0), 0);
  return kilobytes === 0 ? ok('swap', 'off') : warn('swap', 'swap_on', { size: `${Math.round(kilobytes / 1024)} MB` });
}

function smt(host: Host): Finding {
  return host.read(`${CPU}/smt/active`) === '1' ? warn('SMT', 'smt_on', {}) : ok('SMT', 'one thread per core');
}

function frequency(host: Host): Finding {
  const found = cores(host).map((core) => host.read(`${CPU}/${core}/cpufreq/scaling_governor`));
  const governors = [...new Set(found.filter((governor) => governor !== undefined))];
  if (governors.length === 0) return ok('frequency scaling', 'not offered to this system');
  if (governors.every((governor) => governor === 'performance')) return ok('frequency scaling', 'performance');
  return warn('frequency scaling', 'frequency_scaling', { governor: governors.join(', ') });
}

function turbo(host: Host): Finding {
  const on = host.read(`${CPU}/intel_pstate/no_turbo`) === '0' || host.read(`${CPU}/cpufreq/boost`) === '1';
  return on ? warn('turbo', 'turbo_on', {}) : ok('turbo', 'off or not offered to this system');
}

function hugePages(host: Host): Finding {
  const chosen = /\[(\w+)\]/.exec(host.read('/sys/kernel/mm/transparent_hugepage/enabled') ?? '')?.[1] ?? 'absent';
  return chosen === 'always' ? warn('transparent huge pages', 'huge_pages', {}) : ok('transparent huge pages', chosen);
}

function addressRandomisation(host: Host): Finding {
  return host.read('/proc/sys/kernel/randomize_va_space') === '0' ? ok('ASLR', 'off') : warn('ASLR', 'aslr_on', {});
}

function coreKinds(host: Host): Finding {
  const capacities = cores(host).map((core) => host.read(`${CPU}/${core}/cpu_capacity`));
  const alike = new Set(capacities).size <= 1 && host.read('/sys/devices/cpu_atom/cpus') === undefined;
  return alike ? ok('cores', `${capacities.length}, all of one kind`) : warn('cores', 'core_kinds_mixed', {});
}

function clock(host: Host): Finding {
  const source = host.read('/sys/devices/system/clocksource/clocksource0/current_clocksource') ?? 'unknown';
  const slow = ['hpet', 'acpi_pm', 'jiffies'].includes(source);
  return slow ? warn('clock source', 'clock_slow', { source }) : ok('clock source', source);
}

function cores(host: Host): readonly string[] {
  return host.list(CPU).filter((name) => /^cpu\d+$/.test(name));
}
