import type { Evidence } from '../evidence.js';
import type { Limits } from '../limits.js';
import type { Cause, Classification } from '../verdict/classification.js';
import { classify } from '../verdict/classify.js';
import { classifyCompile } from '../verdict/compile.js';
import { RULES_VERSION } from '../verdict/rules.js';
import { VERDICTS, type Verdict } from '../verdict/verdicts.js';
import { readEvidence, readLimits } from './evidence.js';
import { object, oneOf, positiveWhole, type Reader, text } from './shape.js';

/** What of a run is saved, so that its verdict can be found again: the golden evidence has this form too. */
export interface EvidenceRecord {
  readonly format: 'cupel-evidence-1';
  readonly stage: 'compile' | 'run';
  /** What was run, in words. */
  readonly note?: string;
  readonly limits: Limits;
  readonly evidence: Evidence;
  /** What was said of it at the time, and by which rules. */
  readonly classified: { readonly verdict: Verdict; readonly cause: string; readonly rulesVersion: number };
}

export function recordEvidence(
  stage: EvidenceRecord['stage'],
  evidence: Evidence,
  limits: Limits,
  note?: string,
): EvidenceRecord {
  const { verdict, cause } = classifyStage(stage, evidence, limits);
  return {
    format: 'cupel-evidence-1',
    stage,
    ...(note === undefined ? {} : { note }),
    limits,
    evidence,
    classified: { verdict, cause, rulesVersion: RULES_VERSION },
  };
}

export interface Replay {
  readonly classification: Classification;
  /** Whether it is what was said at the time. Where not, the rules have changed since: compare their versions. */
  readonly agrees: boolean;
}

export function replay({ stage, evidence, limits, classified }: EvidenceRecord): Replay {
  const classification = classifyStage(stage, evidence, limits);
  const { verdict, cause } = classification;
  return { classification, agrees: verdict === classified.verdict && cause === classified.cause };
}

function classifyStage(stage: EvidenceRecord['stage'], evidence: Evidence, limits: Limits): Classification<Cause> {
  return stage === 'compile' ? classifyCompile(evidence, limits) : classify(evidence, limits);
}

const readRecord: Reader<EvidenceRecord> = object<EvidenceRecord>(
  {
    format: oneOf('cupel-evidence-1'),
    stage: oneOf('compile', 'run'),
    note: text,
    limits: readLimits,
    evidence: readEvidence,
    classified: object<EvidenceRecord['classified']>({ verdict: oneOf(...VERDICTS), cause: text, rulesVersion: positiveWhole }),
  },
  'note',
);

/** Throws `evidence_bad` with the path at fault, or `evidence_too_new`. */
export function parseEvidenceRecord(value: unknown): EvidenceRecord {
  return readRecord(value, '');
}

/** Throws `evidence_bad` with the path at fault, or `evidence_too_new`. */
export function parseEvidence(value: unknown): Evidence {
  return readEvidence(value, 'evidence');
}
