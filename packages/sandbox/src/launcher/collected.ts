import type { CollectedFile } from '@cupel/domain';
import { Fields } from './fields.js';
import { rowName } from './names.js';
import { COLLECT_STATUS, FILE_FIELDS } from './protocol.gen.js';

/** Puts the declared outputs of a run together from their FILE_DATA and FILE_END frames. */
export class FileCollector {
  readonly files: CollectedFile[] = [];
  #chunks: Uint8Array[] = [];

  data(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  /** Throws a RangeError where the payload does not describe a file. */
  end(payload: Buffer): void {
    const fields = new Fields(payload);
    const name = fields.text(FILE_FIELDS.FILE_NAME);
    const status = rowName(COLLECT_STATUS, fields.getNumber(FILE_FIELDS.FILE_STATUS));
    if (status === 'ok') this.files.push({ name, status, bytes: Buffer.concat(this.#chunks) });
    else this.files.push({ name, status, size: fields.findNumber(FILE_FIELDS.FILE_BYTES) ?? 0 });
    this.#chunks = [];
  }
}
