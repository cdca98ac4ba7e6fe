import { z } from 'zod'
import { query } from './define'
import {
  type Content,
  cedarProblem,
  nonCompliant,
  prediction,
  rejection,
  resourcePolicy,
} from './resource-policy-shapes'
import { orgId } from './shapes'
import { line, prose } from './text'

const resourcePolicyId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'A resource policy ID has 24 hexadecimal digits')
export const policyOf = { orgId, resourcePolicyId }

const LONGEST = 100_000
const MOST = 100
const body = z
  .string()
  .refine((typed) => typed.trim() !== '', 'Enter a Cedar policy')
  .max(LONGEST, `At most ${LONGEST.toLocaleString('en')} characters`)
  .meta({ examples: ['forbid (principal, action, resource);'] })
/** The input fields of a resource policy. */
export const content = {
  name: line()
    .min(1, 'Enter a name')
    .max(250, 'At most 250 characters')
    .meta({
      label: 'Name',
      hint: 'Each resource policy of an organization needs its own name.',
      examples: ['Europe only'],
    }),
  description: prose(0, '', 2_000).meta({ label: 'Description', multiline: true }),
  policies: z
    .array(z.looseObject({ body }))
    .min(1, 'Add at least one Cedar policy')
    .max(MOST, `At most ${MOST} policies`),
}
/** As Atlas takes them: it gives ids itself. */
export const sentPolicies = (policies: Content['policies']) =>
  policies.map(({ id: _, ...policy }) => policy)
export const listResourcePolicies = query({
  id: 'resourcePolicies.list',
  title: 'List resource policies',
  atlas: { op: 'listOrgResourcePolicies', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: z.array(resourcePolicy),
})

export const getResourcePolicy = query({
  id: 'resourcePolicies.get',
  title: 'Read a resource policy',
  atlas: { op: 'getOrgResourcePolicy', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject(policyOf),
  output: resourcePolicy,
})

export const listNonCompliant = query({
  id: 'resourcePolicies.nonCompliant',
  title: 'List resources that break a resource policy',
  atlas: { op: 'getOrgNonCompliantResources', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: z.array(nonCompliant),
})

/** Atlas checks the texts and changes nothing. Its 400 is an answer here. */
export const validateResourcePolicy = query({
  id: 'resourcePolicies.validate',
  title: 'Validate a resource policy',
  atlas: { op: 'validateOrgResourcePolicies', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ orgId, name: content.name, policies: content.policies }),
  output: z.union([rejection, z.looseObject({ name: z.string() })]),
  body: ({ name, policies }) => ({ name, policies: sentPolicies(policies) }),
  answersWith400: true,
  maxAgeSeconds: 10,
})

/** Where a text is not valid Cedar. Gatehouse checks it itself. */
export const checkCedar = query({
  id: 'resourcePolicies.check',
  title: 'Check a Cedar policy',
  roles: ['viewer'],
  input: z.strictObject({ orgId, body: z.string().max(LONGEST) }),
  output: z.object({ problems: z.array(cedarProblem) }),
})

const predicted = z.array(z.looseObject({ body: z.string().max(LONGEST) })).max(MOST)

/** Which clusters and projects would break these policies. Gatehouse evaluates them itself. */
export const predictPolicies = query({
  id: 'resourcePolicies.predict',
  title: 'Predict which resources break a resource policy',
  roles: ['viewer'],
  input: z.strictObject({
    orgId,
    before: predicted,
    after: predicted,
  }),
  output: prediction,
})

/** The resources that break this resource policy. */
export const brokenBy = (
  all: ReadonlyArray<z.output<typeof nonCompliant>>,
  resourcePolicyId: string,
) =>
  all.filter(({ resourcePoliciesCausingNonCompliance: by }) =>
    (by ?? []).some((one) => one.resourcePolicyId === resourcePolicyId),
  )
