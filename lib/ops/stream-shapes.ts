import { z } from 'zod'
import { jsonInput } from './json-input'
import { setAside } from './odd'
import { whyNoPipeline } from './stream-pipeline'
import { nameLine } from './text'

/** Fields of an answer that can contain credentials. Atlas omits most of them, and none leaves the server. */
export const hiddenFields = [
  'password',
  'clientSecret',
  'sslKey',
  'sslKeyPassword',
  'saslOauthbearerExtensions',
  'headers',
  'connectionString',
  'token',
  'apiKey',
]

/** A string in an answer; anything else becomes JSON, so that one unexpected value does not break a list. */
export const said = z
  .string()
  .nullish()
  .catch(({ value }) => JSON.stringify(value))

/** A string in an answer; undefined if it is missing, null or empty. */
export const orUndefined = (value: string | null | undefined): string | undefined =>
  value === null || value === '' ? undefined : value

/** A name as a path segment: anything except segments that a proxy would normalize away. */
const nameOf = (what: string) =>
  z
    .string(`Enter a name for the ${what}`)
    .max(255, 'At most 255 characters')
    .refine((name) => name.trim() !== '', { error: `Enter a name for the ${what}` })
    .refine((name) => name !== '.' && name !== '..', {
      error: `The API can’t reach a ${what} named “.” or “..”`,
    })
    .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), {
      error: 'A name can’t contain control characters',
    })

/** Words that Atlas's paths use where a workspace name would be (openapi.json, `/groups/{groupId}/streams/…`). */
const taken = [
  'accountDetails',
  'activeVpcPeeringConnections',
  'privateLinkConnections',
  'vpcPeeringConnections',
]

export const tenantName = nameOf('workspace').refine((name) => !taken.includes(name), {
  error: 'The API can’t reach a workspace with this name',
})
export const processorName = nameOf('processor')
/** A new name. A space at either end would be invisible to other people. */
export const newProcessorName = processorName.refine((name) => name === name.trim(), {
  error: 'A name can’t start or end with a space',
})
export const connectionName = nameOf('connection')

/** Smallest first. */
export const streamTiers = ['SP2', 'SP5', 'SP10', 'SP30', 'SP50'] as const
export const streamTier = z.enum(streamTiers, 'Choose a tier from SP2 to SP50')

/** Why a workspace does not allow a tier; undefined when it does, or when its limit is unknown. */
export function whyNoTier(tier: string | undefined, largest: string | null | undefined) {
  const order: readonly string[] = streamTiers
  if (!tier || !largest || !order.includes(largest) || !order.includes(tier)) return undefined
  return order.indexOf(tier) > order.indexOf(largest)
    ? `${tier} is larger than ${largest}, the largest tier this workspace allows.`
    : undefined
}

/** The names of the processors in an answer whose own tier is larger than `largest`. */
export const processorsOver = (answer: unknown, largest: string | undefined): string[] =>
  (z.looseObject({ results: z.array(processor) }).safeParse(answer).data?.results ?? []).flatMap(
    ({ name, tier }) => (whyNoTier(tier ?? undefined, largest) ? [name] : []),
  )

/** A pipeline as JSON text, because the order of fields matters: `{"$sort": {"b": 1, "a": 1}}`. */
export const pipelineJson = jsonInput('Enter a pipeline', [
  { $source: { connectionName: 'kafka', topic: 'in' } },
  { $emit: { connectionName: 'kafka', topic: 'out' } },
])
export const pipelineText = pipelineJson.check((context) => {
  const message = context.issues.length > 0 ? undefined : whyNoPipeline(context.value)
  if (message) context.issues.push({ code: 'custom', message, input: context.value })
})

const dlqSentence = 'A dead-letter queue needs a connection, a database and a collection'
const dlqPart = nameLine(dlqSentence).max(255)

/** Where a processor sends messages that it can't process. */
export const deadLetters = z.strictObject({
  connectionName: dlqPart,
  db: dlqPart,
  coll: dlqPart,
})

/** The same, or an empty object, which removes the queue (as in `sp.processor.modify()`). */
export const newDeadLetters = z
  .strictObject({
    connectionName: dlqPart.optional(),
    db: dlqPart.optional(),
    coll: dlqPart.optional(),
  })
  .check(({ value, issues }) => {
    const missing = (['connectionName', 'db', 'coll'] as const).filter((key) => !value[key])
    if (missing.length === 3) return
    for (const key of missing)
      issues.push({ code: 'custom', path: [key], message: dlqSentence, input: value })
  })

const dlq = z.looseObject({ connectionName: said, db: said, coll: said }).nullish()

/** Shown for a resource without a name. */
export const NAMELESS = '(no name)'

/** A name in an answer; other values become strings, so that one unexpected name does not break a list. */
export const named = z
  .string()
  .catch(({ value }) => (value === undefined || value === null ? NAMELESS : JSON.stringify(value)))

const parts = {
  pipeline: z.array(z.unknown()).nullish(),
  options: z.looseObject({ dlq }).nullish(),
  failoverEnabled: z.boolean().nullish(),
  eligibleForFailover: z.boolean().nullish(),
}

/** A processor as Atlas returns it; an unknown state stays unchanged. */
export const processor = z.preprocess(
  (answer) => setAside(answer, { fields: parts }),
  z.looseObject({
    _id: said,
    name: named,
    state: said,
    ...parts,
    tier: said,
    /** Atlas's statistics: see stream-stats.ts. */
    stats: z.unknown().optional(),
  }),
)
export type Processor = z.output<typeof processor>

/** The dead-letter queue of a processor; undefined when it has none. */
export function dlqOf({ options }: Pick<Processor, 'options'>) {
  const found = options?.dlq
  const [connectionName, db, coll] = [
    orUndefined(found?.connectionName),
    orUndefined(found?.db),
    orUndefined(found?.coll),
  ]
  return connectionName && db && coll ? { connectionName, db, coll } : undefined
}
