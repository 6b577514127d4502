import { z } from 'zod';
import { seconds, TimeSchema } from '../../platform/http/schemas.js';

export const CoolDownSchema = z
  .object({
    flow_id: z.string().meta({ description: 'the key, or the principal where none was used' }),
    until: TimeSchema,
    reason: z.string(),
    remaining: seconds,
  })
  .meta({ id: 'CoolDown' });
