import { compareRationals, decodeText, type MaximumPoints, ONE, parseRational, readAward } from '@cupel/domain';
import type { Decision } from './decision.js';
import { type SetterEnd, said } from './setter-program.js';

const MESSAGE_BYTES = 1024;

/** What a checker of CMS says: a share from 0 to 1 in the first line of stdout, and a message for the submitter on stderr. */
export function readCms(end: SetterEnd, maximum: MaximumPoints): Decision {
  if (end.kind !== 'ended') return end;
  const { stdout, stderr } = end.outcome;
  if (end.code !== 0)
    return { kind: 'broken', problem: `ended with exit code ${end.code}, but 0 is expected${said(end.outcome)}` };
  const [first = ''] = decodeText(stdout.subarray(0, 1024)).text.split('\n');
  if (first.trim() === '') return { kind: 'broken', problem: 'wrote no score; a number from 0 to 1 is expected on stdout' };
  const share = parseRational(first.trim());
  const award = readAward(first, 'share', maximum === 'unbounded' ? ONE : maximum);
  if (!award.ok || share === undefined)
    return { kind: 'broken', problem: `its score ${award.ok ? 'is no number' : award.problem}` };
  const [team = ''] = decodeText(stderr.subarray(0, MESSAGE_BYTES)).text.split('\n');
  const messages = { setter: team, team };
  if (compareRationals(share, ONE) === 0) return { kind: 'accepted', points: award.points, messages };
  return { kind: 'refused', cause: 'checker_refused', points: award.points, messages };
}
