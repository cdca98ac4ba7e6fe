import { z } from 'zod'

/** `hex`: 24 hexadecimal digits. A list has the values to choose from. */
const parameterType = z.union([z.enum(['hex', 'integer', 'boolean', 'texts']), z.array(z.string())])
export type ParameterType = z.output<typeof parameterType>

/** What the specification says about one Atlas operation, as in lib/atlas/facts.json. */
export const fact = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** With `{name}` placeholders: `/api/atlas/v2/groups/{groupId}`. */
  path: z.string(),
  tag: z.string(),
  /** Dated resource versions, oldest first. */
  versions: z.array(
    z.object({
      version: z.string(),
      stability: z.string(),
      sunset: z.string().optional(),
      preview: z.unknown().optional(),
    }),
  ),
  /** Atlas roles. One of them, or an owner role, is enough. */
  roles: z.array(z.string()),
  sunset: z.string().optional(),
  /** The day Atlas removed it. */
  removed: z.string().optional(),
  deprecated: z.boolean().optional(),
  /** The words after `atlas api`. */
  cli: z.string().optional(),
  /** Names of the query parameters. */
  query: z.array(z.string()),
  /** Types or values of the path and query parameters that are not any text. */
  types: z.record(z.string(), parameterType).optional(),
  /** Names of the query parameters that Atlas requires. */
  required: z.array(z.string()).optional(),
  /** It takes a JSON body. */
  body: z.literal(true).optional(),
  /** What it answers with when that is not JSON: `gzip`, `csv`. */
  answer: z.string().optional(),
})
export type Fact = z.output<typeof fact>
