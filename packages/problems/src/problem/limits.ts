import { LIMIT_TABLE, type Limits, type ProblemLimits } from '@cupel/domain';
import type { Extension } from '../extension.js';
import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';
import { PROBLEM_FILE } from '../metadata/read.js';
import { PACKAGE_LIMITS } from '../source/limits.js';

const MIB = 1024 * 1024;
/** Where the package says nothing. A time limit is then what `cupel problem verify` proposes. */
const STANDARD = { time: 2, memory: 512 * MIB, output: 8 * MIB, code: 128 * 1024 };
const VALIDATION = { time: 60, memory: 1024 * MIB, output: 8 * MIB };

export function problemLimits({ limits, submitAnswer }: Metadata, extension: Extension, issues: Issues): ProblemLimits {
  const within = (field: keyof Limits, value: number, name: string): number => {
    const { least, most } = LIMIT_TABLE[field];
    if (value > most)
      issues.warning(PROBLEM_FILE, `limits.${name} is more than any host grants; it is cut to the most that one does`);
    return Math.round(Math.min(Math.max(value, least), most));
  };
  const validationTime = within('cpuTime', (limits.validationTime ?? VALIDATION.time) * 1e6, 'validation_time');
  return {
    cpuTime: within('cpuTime', (limits.time ?? STANDARD.time) * 1e6, 'time_limit'),
    memory: within('memory', limits.memory ?? STANDARD.memory, 'memory'),
    stdoutBytes: within('stdoutBytes', limits.output ?? STANDARD.output, 'output'),
    sourceBytes: limits.code ?? (submitAnswer ? PACKAGE_LIMITS.bytes : STANDARD.code),
    languages: extension.languages,
    validation: {
      cpuTime: validationTime,
      wallTime: within('wallTime', validationTime * 2, 'validation_time'),
      memory: within('memory', limits.validationMemory ?? VALIDATION.memory, 'validation_memory'),
      stdoutBytes: within('stdoutBytes', limits.validationOutput ?? VALIDATION.output, 'validation_output'),
    },
  };
}
