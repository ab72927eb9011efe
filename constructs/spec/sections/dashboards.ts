import { z } from 'zod';
import { listOf } from './fields';

/** What is drawn, and of whom. */
export const dashboards = z
  .strictObject({
    enabled: z
      .boolean({ error: 'true or false.' })
      .meta({
        description: 'Whether the platform draws its data (Grafana), and shows its operators where values are.',
        examples: [true],
      })
      .default(false),
    tenants: listOf(z.string().meta({ description: 'Id of a tenant.', examples: ['parking'] }), 50)
      .meta({
        description:
          'Tenants whose data are drawn besides those of the default tenant. Who signs in has to be a member of each of them.',
        examples: [['parking', 'air_quality']],
      })
      .default([]),
    mapTiles: z
      .string()
      .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?\/[A-Za-z0-9._~%/{}?&=-]*$/, {
        error: 'An https address with {z}, {x} and {y} in it.',
      })
      .max(300, { error: 'An address of at most 300 characters.' })
      .refine((url) => ['{z}', '{x}', '{y}'].every((part) => url.includes(part)), {
        error: 'An https address with {z}, {x} and {y} in it.',
      })
      .meta({
        description: 'Where browsers fetch the tiles of maps.',
        examples: ['https://tiles.izmir.example/{z}/{x}/{y}.png'],
      })
      .default('https://tile.openstreetmap.org/{z}/{x}/{y}.png'),
  })
  .prefault({});
