import type { Person } from '@cupel/store';
import { z } from 'zod';
import { name, TimeSchema, text } from '../http/schemas.js';

export const RoleSchema = z.enum(['submitter', 'setter', 'teacher', 'admin']).meta({ id: 'Role' });

export const PersonSchema = z
  .object({
    id: z.uuid(),
    login: z.string(),
    name: z.string().meta({ description: 'as others see it' }),
    role: RoleSchema,
    has_password: z.boolean().meta({ description: 'false where another provider vouches' }),
    created_at: TimeSchema,
    disabled_at: TimeSchema.nullable(),
  })
  .meta({ id: 'Person' });

/** Of links that are used once. */
export const TokenParams = z.object({ token: z.string().max(200) });
export const PasswordSchema = text(1000, 10).meta({ description: '10 characters at least' });
export const LoginSchema = name(100).regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u, 'may hold letters, digits and . _ @ + -');

export function serializePerson(person: Person): z.input<typeof PersonSchema> {
  return {
    id: person.principalId,
    login: person.login,
    name: person.name,
    role: person.role,
    has_password: person.hasPassword,
    created_at: person.createdAt.toISOString(),
    disabled_at: person.disabledAt?.toISOString() ?? null,
  };
}
