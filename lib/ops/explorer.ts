import { z } from 'zod'
import { exactCall } from './console'
import { query } from './define'
import { fact } from './fact'
import { lifecycle } from './lifecycle'
import { role } from './roles'

const operationId = z.string().regex(/^\w{1,120}$/, 'An operation ID has letters and digits only')

const bodyField = z.object({
  name: z.string(),
  /** How deep it is in the body, from 0. It is in the last field before it that is less deep. */
  depth: z.number(),
  /** `text`, `integer`, `number`, `boolean`, `time` or `object`, with `[]` for a list. */
  type: z.string(),
  isRequired: z.boolean(),
  values: z.array(z.string()).optional(),
  /** The kinds of the object that have it. */
  only: z.array(z.string()).optional(),
  /** What Gatehouse’s own form says about it. */
  about: z.string().optional(),
})
export type BodyField = z.output<typeof bodyField>

/** What both operations say about one. */
const known = {
  id: z.string(),
  title: z.string(),
  /** Who can run it. */
  roles: z.array(role),
  /** The id of Gatehouse's own description. */
  own: z.string().nullable(),
  /** Why Gatehouse does not run it here. */
  whyNot: z.string().nullable(),
}

export const listAtlasOperations = query({
  id: 'explorer.list',
  title: 'List every Atlas operation',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    results: z.array(
      z.object({
        ...known,
        ...fact.pick({ method: true, path: true, tag: true }).shape,
        /** `Deprecated`, or when it ends. */
        stage: z.string().nullable(),
      }),
    ),
  }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})

export const getAtlasOperation = query({
  id: 'explorer.get',
  title: 'Read the facts about an Atlas operation',
  roles: ['viewer'],
  input: z.strictObject({ operationId }),
  output: z.object({
    ...known,
    fact,
    /** Null: it has no body, or its fields are not known. */
    body: z.object({ isList: z.boolean(), fields: z.array(bodyField) }).nullable(),
    lifecycle: lifecycle.nullable(),
    read: z.object({ id: z.string(), names: z.array(z.string()), isSame: z.boolean() }).optional(),
    invalidates: z.array(z.string()).optional(),
  }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})

export const getAtlasCall = query({
  id: 'explorer.call',
  title: 'Show the call of an Atlas operation',
  roles: ['viewer'],
  input: z.strictObject({ operationId, input: z.record(z.string(), z.unknown()) }),
  output: z.object({ call: exactCall.nullable() }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})
