import { CupelError, decodeText, parseEvidenceRecord, replay } from '@cupel/domain';
import { readBytes } from '../read-bytes.js';

/** `cupel verdict replay FILE`: the verdict on a saved record, found again. */
export function replayCommand(path: string, { json = false }: { readonly json?: boolean }): void {
  const record = parseEvidenceRecord(parseJson(path, decodeText(readBytes(path, 'evidence')).text));
  const { classification, agrees } = replay(record);
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...classification, agrees }, null, 2)}\n`);
    return;
  }
  const { verdict, outcome, cause, because, provenance } = classification;
  process.stdout.write(`${verdict} ${outcome} (${cause}): ${because}\n`);
  for (const [fact, value] of Object.entries(provenance.read)) process.stdout.write(`  ${fact} = ${JSON.stringify(value)}\n`);
  if (!agrees) {
    const { verdict: before, rulesVersion } = record.classified;
    process.stderr.write(
      `It was ${before} by version ${rulesVersion} of the rules; these are version ${provenance.rulesVersion}.\n`,
    );
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new CupelError('not_json', { name: path, problem }, { field: 'evidence', cause });
  }
}
