import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/**
 * Turns zod's schemas into those of OpenAPI. What has an id becomes a component; inputs and outputs of one id must be
 * alike, so that there are no twins (`X` and `XInput`) to tell apart.
 */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>();

  input(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'input');
  }

  output(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'output');
  }

  sorted(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const converted = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
    const { $schema: _, $defs = {}, ...json } = moved(converted) as JsonSchema;
    for (const [id, definition] of Object.entries($defs as Record<string, JsonSchema>)) this.#keep(id, definition);
    return json;
  }

  #keep(id: string, json: JsonSchema): void {
    const known = this.#schemas.get(id);
    if (known && JSON.stringify(known) !== JSON.stringify(json)) throw new Error(`the component ${id} has two shapes`);
    this.#schemas.set(id, json);
  }
}

/** References as OpenAPI places them. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : moved(inner),
  ]);
  return Object.fromEntries(entries);
}
