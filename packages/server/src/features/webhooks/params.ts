import { CupelError } from '@cupel/domain';
import { z } from 'zod';

/** Ids of deliveries are text in the database, which cannot hold every character that a path can. */
export const DeliveryParams = z.object({
  id: z
    .string()
    .max(200)
    .transform((id) => {
      if (/\0/.test(id)) throw new CupelError('record_not_found', { what: 'delivery' });
      return id;
    }),
});
