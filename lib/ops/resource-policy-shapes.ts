import { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { count, list } from '@/lib/format/words'

const text = z.string().nullish()
const user = z.looseObject({ id: text, name: text }).nullish()

const cedarText = z.looseObject({ id: text, body: text })

/** A resource policy: a name and its Cedar policies. */
export const resourcePolicy = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: text,
  policies: z.array(cedarText).nullish(),
  version: text,
  createdByUser: user,
  createdDate: text,
  lastUpdatedByUser: user,
  lastUpdatedDate: text,
})
export type ResourcePolicy = z.output<typeof resourcePolicy>

const culprit = z.looseObject({
  resourcePolicyId: text,
  resourcePolicyName: text,
  policiesCausingNonCompliance: z.array(z.looseObject({ policyId: text })).nullish(),
})

/** A cluster or project that breaks a resource policy. */
export const nonCompliant = z.looseObject({
  resourceId: text,
  resourceName: text,
  resourceType: text,
  resourcePoliciesCausingNonCompliance: z.array(culprit).nullish(),
})
export type NonCompliant = z.output<typeof nonCompliant>

/** Atlas's 400 for invalid Cedar. It has no errorCode. */
export const rejection = z.looseObject({
  errorType: z.string(),
  invalidPolicies: z.array(
    z.looseObject({
      body: text,
      errors: z.array(z.looseObject({ detail: text })).nullish(),
    }),
  ),
})

/** A mistake in a Cedar text, with UTF-16 offsets. */
export const cedarProblem = z.object({ from: z.number(), to: z.number(), message: z.string() })

/** The parts that people edit. Fields of a policy that Gatehouse does not know are kept. */
export type Content = {
  name: string
  description: string
  policies: Array<{ [field: string]: unknown; body: string }>
}

/** What a form edits. */
export const contentOf = ({
  name,
  description,
  policies,
}: Pick<ResourcePolicy, 'name' | 'description' | 'policies'>): Content => ({
  name,
  description: description ?? '',
  policies: (policies ?? []).map(({ body, ...policy }) => ({ ...policy, body: body ?? '' })),
})
/** Atlas gives a changed policy a new id. */
const withoutIds = ({ name, description, policies }: Content) => ({
  name,
  description,
  policies: policies.map(({ id: _, ...policy }) => policy),
})
export const isSame = (a: Content, b: Content) => sameJson(withoutIds(a), withoutIds(b))

const plain = (body: string) => body.replaceAll(/\s+/g, ' ').trim()

/** Equal texts, even if Atlas formats Cedar in its own way. */
export const isStored = (a: Content, b: Content) =>
  a.name === b.name &&
  a.description === b.description &&
  sameJson(
    a.policies.map(({ body }) => plain(body)),
    b.policies.map(({ body }) => plain(body)),
  )

/** The whole resource policy as text, to compare line by line. */
export function asText({ name, description, policies }: Content): string {
  const parts = policies.map(({ id: _, body, ...more }, i) => {
    const other = Object.keys(more).length > 0 ? [`Other fields: ${JSON.stringify(more)}`] : []
    return ['', `Policy ${i + 1}`, ...other, body].join('\n')
  })
  return [`Name: ${name}`, `Description: ${description}`, ...parts].join('\n')
}

const kinds: Readonly<Record<string, string>> = {
  POLICY_PARSING_ERROR: 'is not valid Cedar',
  POLICY_HAS_FAILED_VALIDATIONS: 'uses a construct that Atlas does not allow',
  POLICY_HAS_INVALID_PRINCIPAL: 'limits the principal, which Atlas does not allow',
  POLICY_HAS_BODY_EXCEEDING_MAX_SIZE: 'is too long',
  POLICY_HAS_UNEXPECTED_ENTITIES: 'names an entity that Atlas does not know',
}

/** Atlas's rejection as messages by input field, `policies.0.body`. */
export function fieldsOf(
  { errorType, invalidPolicies }: z.output<typeof rejection>,
  { policies }: Pick<Content, 'policies'>,
): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { body, errors } of invalidPolicies) {
    const why = `This policy ${kinds[errorType] ?? 'is invalid'} (${errorType}).`
    const details = (errors ?? []).flatMap(({ detail }) => detail ?? [])
    const message = [why, ...details].join(' ')
    const at = policies.flatMap((policy, i) => (policy.body === body ? [i] : []))
    // Atlas repeats the text, so an unknown one is about them all.
    for (const i of at.length > 0 ? at : policies.keys()) fields[`policies.${i}.body`] = message
  }
  return fields
}

/** `Atlas rejects policy 2: …` */
export const rejectionInWords = (fields: Record<string, string>): string =>
  `Atlas rejects ${list(
    Object.entries(fields).map(
      ([field, message]) => `policy ${Number(field.split('.')[1]) + 1}: ${message}`,
    ),
  )}`

/** What a change would do to the resources of an organization, as far as Gatehouse can tell. */
export const prediction = z.object({
  /** Resources that break the new text, and did not break the earlier one. */
  breaks: z.array(z.string()),
  /** Resources that break both. */
  stays: z.array(z.string()),
  /** Resources that no longer break it. */
  complies: z.array(z.string()),
  /** What could not be predicted, and why. */
  unclear: z.array(z.string()),
})

const SHOWN = 20
const some = (what: string, all: readonly string[]) => [
  ...all.slice(0, SHOWN).map((one) => `${what}: ${one}`),
  ...(all.length > SHOWN ? [`${what}: ${count(all.length - SHOWN, 'more resource')}`] : []),
]

/** A prediction as consequences, one sentence each. */
export const predictionInWords = (given: z.output<typeof prediction>): string[] => [
  ...some('Becomes non-compliant', given.breaks),
  ...some('Stays non-compliant', given.stays),
  ...some('Becomes compliant', given.complies),
  ...given.unclear,
  ...(given.breaks.length + given.stays.length + given.unclear.length === 0
    ? ['No cluster or project breaks these policies']
    : []),
]
