import type { IncomingHttpHeaders } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { CupelError } from '@cupel/domain';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';

/** A form carries one archive; what else a page or a tool puts beside it is passed over, and bounded. */
const LIMITS = { files: 1, fields: 20, parts: 21, fieldSize: 4_096, fieldNameSize: 100, headerPairs: 50 };

/**
 * The first file of a multipart/form-data body, as it comes and never held in memory; whoever reads it counts it. It fails with
 * `archive_refused` where the form is broken or holds no file.
 */
export function fileOfForm(payload: Readable, headers: IncomingHttpHeaders): Readable {
  const file = new PassThrough();
  // Whoever reads it begins later than it may break, and is told then.
  file.on('error', () => undefined);
  const refuse = (problem: string) => {
    file.destroy(new CupelError('archive_refused', { name: 'the form', problem }, { field: 'archive' }));
    payload.unpipe();
    // The rest is read by nobody; the connection ends with the answer.
    payload.resume();
  };
  try {
    const form = new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });
    let found = false;
    form.on('file', (_field, stream) => {
      found = true;
      stream.on('error', () => refuse('it ends in the middle of the file'));
      stream.pipe(file);
    });
    form.on('error', () => refuse('it is no multipart/form-data'));
    form.on('finish', () => {
      if (!found) refuse('it holds no file among its first parts: send one as in `curl -F package=@problem.zip`');
    });
    payload.on('error', (error) => file.destroy(error));
    file.on('close', () => payload.unpipe(form));
    payload.pipe(form);
  } catch {
    refuse('its Content-Type names no boundary');
  }
  return file;
}
