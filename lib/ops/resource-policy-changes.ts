import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { callIfFits, command } from './define'
import { OpError } from './failure'
import { brokenBy, content, policyOf, sentPolicies } from './resource-policies'
import {
  asText,
  type Content,
  contentOf,
  fieldsOf,
  isSame,
  isStored,
  nonCompliant,
  prediction,
  predictionInWords,
  rejection,
  rejectionInWords,
  resourcePolicy,
} from './resource-policy-shapes'
import { orgId } from './shapes'

const opened = z.strictObject({
  name: z.string(),
  description: z.string(),
  policies: z.array(z.looseObject({ body: z.string() })),
})

const invalidates = [
  'resourcePolicies.list',
  'resourcePolicies.get',
  'resourcePolicies.nonCompliant',
]
const roles = ['operator'] as const
const takesTurns = (i: { orgId: string }) => `resourcePolicies:${i.orgId}`

type New = Content & { orgId: string }

const predicted = {
  read: ({ orgId: id, policies, ...i }: New & { opened?: Content }) => ({
    id: 'resourcePolicies.predict',
    input: { orgId: id, before: i.opened?.policies ?? [], after: policies },
  }),
  sentences: (answer: unknown) => predictionInWords(prediction.parse(answer)),
}
const validated = ({ orgId: id, name, policies }: New) => ({
  id: 'resourcePolicies.validate',
  input: { orgId: id, name, policies },
})
const listed = (i: { orgId: string }) => ({
  id: 'resourcePolicies.list',
  input: { orgId: i.orgId },
})
const read = (i: { orgId: string; resourcePolicyId: string }) => ({
  id: 'resourcePolicies.get',
  input: { orgId: i.orgId, resourcePolicyId: i.resourcePolicyId },
})

/** @throws OpError 'invalid' with a message for each policy that Atlas rejects */
function requireValid(answer: unknown, i: Content): void {
  const said = rejection.safeParse(answer).data
  if (!said) return
  const fields = fieldsOf(said, i)
  throw OpError.of('invalid', rejectionInWords(fields), { fields })
}
const invalidFields = (answer: unknown, i: Content) => {
  const said = rejection.safeParse(answer).data
  return said && fieldsOf(said, i)
}

const namedIn = (answer: unknown, name: string) =>
  z
    .array(resourcePolicy)
    .safeParse(answer)
    .data?.find((one) => one.name === name)
const nowIn = (answer: unknown): Content | undefined => {
  const now = resourcePolicy.safeParse(answer).data
  return now && contentOf(now)
}
const GONE = 'This resource policy no longer exists.'
const CHANGED = 'Someone else changed this resource policy.'

const asNew = z.strictObject({ orgId, ...content })
const asChanged = z
  .strictObject({ ...policyOf, ...content, opened })
  .refine((i) => !isSame(i, i.opened), 'Nothing has changed')

export const createResourcePolicy = command({
  id: 'resourcePolicies.create',
  title: 'Create a resource policy',
  atlas: { op: 'createOrgResourcePolicy', version: '2024-08-05' },
  roles,
  input: asNew,
  output: resourcePolicy,
  body: ({ name, description, policies }) => ({
    name,
    ...(description ? { description } : {}),
    policies: sentPolicies(policies),
  }),
  invalidFields,
  verbs: { do: 'Create policy', doing: 'Creating…', done: (i) => `${i.name} created` },
  summary: (i) =>
    `Create the resource policy “${i.name}” with ${count(i.policies.length, 'Cedar policy', 'Cedar policies')}`,
  friction: () => ({
    level: 'approval',
    because: 'It limits what everyone in this organization can configure.',
  }),
  invalidates,
  concurrencyKey: takesTurns,
  impact: predicted,
  changes: (i) => ({
    label: 'The resource policy',
    from: '',
    to: asText(i),
    covers: Object.keys(content),
  }),
  precondition: {
    read: (i) => [listed(i), validated(i)],
    whyNot: (answers, i) => {
      const [all, said] = Array.isArray(answers) ? answers : []
      requireValid(said, i)
      return namedIn(all, i.name)
        ? 'This organization has a resource policy with this name. Choose another one.'
        : undefined
    },
  },
  readBack: {
    read: listed,
    verdict: (answer, i) => {
      const found = namedIn(answer, i.name)
      return !found ? 'absent' : isStored(contentOf(found), i) ? 'done' : 'other'
    },
  },
})

export const updateResourcePolicy = command({
  id: 'resourcePolicies.update',
  title: 'Change a resource policy',
  atlas: { op: 'updateOrgResourcePolicy', version: '2024-08-05' },
  roles,
  input: asChanged,
  output: resourcePolicy,
  // Only what changes: everything else stays as Atlas has it.
  body: ({ name, description, policies, opened: was }) => ({
    ...(name === was.name ? {} : { name }),
    ...(description === was.description ? {} : { description }),
    ...(isSame({ ...was, policies }, was) ? {} : { policies: sentPolicies(policies) }),
  }),
  invalidFields,
  verbs: { do: 'Save changes', doing: 'Saving…', done: (i) => `${i.name} changed` },
  summary: (i) => `Change the ${changedParts(i)} of the resource policy “${i.opened.name}”`,
  friction: () => ({
    level: 'approval',
    because: 'It changes what everyone in this organization can configure.',
  }),
  invalidates,
  concurrencyKey: takesTurns,
  impact: predicted,
  changes: (i) => ({
    label: 'The resource policy',
    from: asText(i.opened),
    to: asText(i),
    covers: [...Object.keys(content), 'opened'],
  }),
  opened: { read, now: nowIn },
  precondition: {
    read: (i) => [read(i), validated(i)],
    whyNot: (answers, i) => {
      const [answer, said] = Array.isArray(answers) ? answers : []
      const now = nowIn(answer)
      if (!now) return GONE
      if (!isSame(now, i.opened)) return CHANGED
      requireValid(said, i)
      return undefined
    },
  },
  readBack: {
    read,
    verdict: (answer, i) => {
      const now = nowIn(answer)
      if (!now) return 'other'
      return isStored(now, i) ? 'done' : isStored(now, i.opened) ? 'absent' : 'other'
    },
  },
  undo: ({ opened: was, name, description, policies, ...policy }) =>
    callIfFits('resourcePolicies.update', asChanged, {
      ...policy,
      ...was,
      opened: { name, description, policies },
    }),
})

function changedParts(i: Content & { opened: Content }): string {
  const { opened: was } = i
  return list([
    ...(i.name === was.name ? [] : ['name']),
    ...(i.description === was.description ? [] : ['description']),
    ...(isSame({ ...was, policies: i.policies }, was) ? [] : ['Cedar policies']),
  ])
}

export const deleteResourcePolicy = command({
  id: 'resourcePolicies.delete',
  title: 'Delete a resource policy',
  atlas: { op: 'deleteOrgResourcePolicy', version: '2024-08-05' },
  roles,
  input: z.strictObject({ ...policyOf, opened }),
  verbs: { do: 'Delete policy', doing: 'Deleting…', done: (i) => `${i.opened.name} deleted` },
  summary: (i) => `Delete the resource policy “${i.opened.name}”`,
  friction: (i) => ({
    level: 'approval',
    phrase: i.opened.name,
    because: 'Everyone in this organization can then configure what it forbids.',
  }),
  invalidates,
  concurrencyKey: takesTurns,
  changes: (i) => ({
    label: 'The resource policy',
    from: asText(i.opened),
    to: '',
    covers: ['opened'],
  }),
  impact: {
    read: (i) => ({ id: 'resourcePolicies.nonCompliant', input: { orgId: i.orgId } }),
    sentences: (answer, i) => {
      const breaking = brokenBy(z.array(nonCompliant).parse(answer), i.resourcePolicyId)
      return breaking.length > 0
        ? [
            `${count(breaking.length, 'resource')} that ${breaking.length === 1 ? 'breaks' : 'break'} it now can stay as ${breaking.length === 1 ? 'it is' : 'they are'}`,
          ]
        : ['No resource breaks it now']
    },
  },
  opened: { read, now: nowIn },
  precondition: {
    read,
    whyNot: (answer, i) => {
      const now = nowIn(answer)
      return !now ? GONE : isSame(now, i.opened) ? undefined : CHANGED
    },
  },
  readBack: { read, verdict: (answer) => (answer === undefined ? 'done' : 'absent') },
  undo: ({ orgId: id, opened: was }) =>
    callIfFits('resourcePolicies.create', asNew, { orgId: id, ...was }),
})
