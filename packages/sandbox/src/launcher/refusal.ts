import { type Refusal, SandboxError } from '@cupel/domain';
import { Fields } from './fields.js';
import { rowName } from './names.js';
import { REFUSALS, REFUSED_FIELDS, RUN_FIELDS } from './protocol.gen.js';

/** The error that a REFUSED frame tells of. Throws a RangeError where the payload is no refusal. */
export const readRefusal = (payload: Buffer): SandboxError => {
  const fields = new Fields(payload);
  const refusal: Refusal = rowName(REFUSALS, fields.getNumber(REFUSED_FIELDS.REFUSED_CODE));
  const tag = fields.findNumber(REFUSED_FIELDS.REFUSED_FIELD) ?? 0;
  const detail = fields.text(REFUSED_FIELDS.REFUSED_DETAIL);
  return new SandboxError({ kind: 'refused', refusal, detail, ...(tag === 0 ? {} : { field: rowName(RUN_FIELDS, tag) }) });
};
