import { CupelError } from '@cupel/domain';
import { findCoolDown, isId } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams, seconds, TimeSchema } from '../../platform/http/schemas.js';

export const coolDownRoute = defineRoute({
  method: 'GET',
  path: '/api/abuse/cool-downs/{id}',
  scope: 'admin',
  tag: 'Abuse',
  summary: 'Whether a key is in a cool-down, why, and until when',
  params: IdParams,
  responses: {
    200: z.object({ flow_id: z.string(), until: TimeSchema, reason: z.string(), remaining: seconds }).meta({ id: 'CoolDown' }),
  },
  errors: ['record_not_found'],
  handler: async ({ services, principal, params: { id } }) => {
    const found = isId(id) ? await findCoolDown(services.database, principal.tenantId, id) : undefined;
    if (found === undefined) throw new CupelError('record_not_found', { what: 'cool-down' });
    return {
      status: 200,
      body: { flow_id: id, until: found.until.toISOString(), reason: found.reason, remaining: found.remaining },
    };
  },
});
