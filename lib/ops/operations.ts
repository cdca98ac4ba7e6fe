import { z } from 'zod'
import { query } from './define'
import { role } from './roles'

/** Every operation with who can run it, for the permissions page. */
export const listOps = query({
  id: 'ops.list',
  title: 'List operations and roles',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    results: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        kind: z.enum(['query', 'command']),
        needs: z.array(role),
        atlas: z
          .object({
            op: z.string(),
            method: z.string(),
            path: z.string(),
            version: z.string(),
            roles: z.array(z.string()),
            sunset: z.string().nullable(),
          })
          .nullable(),
        /** This person can run it somewhere. */
        mine: z.boolean(),
        /** The fields of its input, which say what page has its form. */
        fields: z.array(z.string()),
        /** Not for people: Gatehouse sends it itself. */
        internal: z.boolean(),
      }),
    ),
  }),
  maxAgeSeconds: 0,
})
