import { type Artefact, type RunSpec, SandboxError } from '@cupel/domain';
import type { Connection } from './connection.js';

/**
 * Which kept results are whose. A launcher that was started again may give out the same handles once more, and a run must
 * never be given another program under an old name; so callers get numbers of ours, which are never used twice.
 */
export class Artefacts {
  readonly #kept = new Map<bigint, { readonly connection: Connection; readonly handle: bigint }>();
  #last = 0n;

  /** A number of ours for the launcher's. */
  adopt(connection: Connection, { handle }: Artefact): Artefact {
    this.#last += 1n;
    this.#kept.set(this.#last, { connection, handle });
    return { handle: this.#last };
  }

  /** The same spec with the launcher's handle. Throws a SandboxError where that launcher is gone or the artefact was released. */
  translate(connection: Connection, spec: RunSpec): RunSpec {
    if (spec.artefact === undefined) return spec;
    const kept = this.#kept.get(spec.artefact.handle);
    if (kept?.connection === connection) return { ...spec, artefact: { handle: kept.handle } };
    const detail = `nothing is kept under ${spec.artefact.handle}`;
    throw new SandboxError({ kind: 'refused', refusal: 'unknown_artefact', field: 'artefact', detail });
  }

  release({ handle }: Artefact): void {
    const kept = this.#kept.get(handle);
    this.#kept.delete(handle);
    if (kept?.connection.isOpen === true) kept.connection.release(kept.handle);
  }

  /** Forgets what died with a connection. */
  forget(connection: Connection): void {
    for (const [handle, kept] of this.#kept) if (kept.connection === connection) this.#kept.delete(handle);
  }
}
