import { CupelError } from '@cupel/domain';
import { findCoolDown, isId } from '@cupel/store';
import { defineRoute } from '../../platform/http/route.js';
import { IdParams } from '../../platform/http/schemas.js';
import { CoolDownSchema } from './schema.js';

export const coolDownRoute = defineRoute({
  method: 'GET',
  path: '/api/abuse/cool-downs/{id}',
  scope: 'admin',
  tag: 'Abuse',
  summary: 'Whether a key is in a cool-down, why, and until when',
  params: IdParams,
  responses: { 200: CoolDownSchema },
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
