import { z } from 'zod'

const hex24 = /^[a-f0-9]{24}$/

export const projectId = z.string().regex(hex24, 'A project ID has 24 hexadecimal digits')
export const orgId = z.string().regex(hex24, 'An organization ID has 24 hexadecimal digits')

/** Atlas's own rule for a cluster's name (openapi.json, path parameter clusterName), with its length limit of 64. */
export const clusterName = z
  .string()
  .max(64)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9-]*$/, 'Use only letters, digits and hyphens')

/** Atlas's paged list; `totalCount` is an estimate and may be absent. */
export const page = <R extends z.ZodType>(row: R) =>
  z.looseObject({ results: z.array(row), totalCount: z.number().nullish().catch(null) })

export const tag = z.looseObject({ key: z.string(), value: z.string() })

/** The id of an operation of Gatehouse, or a derived one with Atlas's operation id. */
export const opId = z.string().max(130)
