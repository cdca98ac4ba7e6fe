import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { roleInWords } from './atlas-roles'
import { givingFriction, projectRolesField, sameRoles } from './credential-roles'
import { callIfFits, command, query } from './define'
import { useRead, whyFixed, whyUnsure } from './own-credential'
import { page, projectId } from './shapes'

const said = z.string().nullish()

const role = z.looseObject({ roleName: said, groupId: said, orgId: said })
export const apiKey = z.looseObject({
  id: z.string(),
  desc: said,
  publicKey: said,
  roles: z.array(role).nullish(),
})
export type ApiKey = z.output<typeof apiKey>

export const apiKeyId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'An API key id has 24 hexadecimal digits. It is not the public key.')

const keyOf = { groupId: projectId, apiUserId: apiKeyId }
/** The roles of a key in one project, by name. Keys also list their roles elsewhere. */
export const rolesIn = (key: Pick<ApiKey, 'roles'>, groupId: string): string[] =>
  (key.roles ?? [])
    .flatMap(({ groupId: of, roleName }) => (of === groupId && roleName ? [roleName] : []))
    .toSorted()

const invalidates = ['apiKeys.list', 'orgApiKeys.list', 'orgApiKeys.get']
const keyIn = (answer: unknown, id: string) =>
  page(apiKey)
    .safeParse(answer)
    .data?.results.find((key) => key.id === id)
const listOf = ({ groupId }: { groupId: string }) => ({ id: 'apiKeys.list', input: { groupId } })

/** The reads and the reason that keep people from changing Gatehouse's own key in a project. */
const ownThen = <I extends { groupId: string; apiUserId: string }>(
  whyNot: (key: ApiKey | undefined, i: I) => string | undefined,
) => ({
  read: (i: I) => [useRead(i), listOf(i)],
  whyNot: (answers: unknown, i: I) => {
    const [use, list] = Array.isArray(answers) ? answers : []
    return whyFixed(use, i) ?? whyNot(keyIn(list, i.apiUserId), i)
  },
})

export const listApiKeys = query({
  id: 'apiKeys.list',
  title: 'List the API keys of a project',
  atlas: { op: 'listGroupApiKeys', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: page(apiKey),
  allPages: true,
  // Atlas masks it, but still shows its last characters.
  hiddenFields: ['privateKey'],
})

export const assignApiKey = command({
  id: 'apiKeys.assign',
  title: 'Assign an API key to a project',
  atlas: { op: 'addGroupApiKey', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    ...keyOf,
    apiUserId: apiKeyId.meta({
      label: 'API key ID',
      hint: 'The ID of an organization API key, not its public key.',
    }),
    roles: projectRolesField,
  }),
  body: ({ roles: given }) => [{ roles: given }],
  verbs: {
    do: 'Assign API key',
    doing: 'Assigning…',
    done: () => 'API key assigned to this project',
  },
  summary: (i) => `Give API key ${i.apiUserId} ${list(i.roles.map(roleInWords))} in this project`,
  friction: (i) => givingFriction(i.apiUserId, i.roles),
  invalidates,
  precondition: ownThen((key) =>
    key ? 'This key is already assigned to this project. Change its roles instead.' : undefined,
  ),
  readBack: {
    read: listOf,
    verdict: (answer, i) => {
      const key = keyIn(answer, i.apiUserId)
      return !key ? 'absent' : sameRoles(rolesIn(key, i.groupId), i.roles) ? 'done' : 'other'
    },
  },
  undo: ({ groupId, apiUserId }) => ({ id: 'apiKeys.remove', input: { groupId, apiUserId } }),
})

const changedRoles = z
  .strictObject({ ...keyOf, roles: projectRolesField, opened: z.array(z.string()) })
  .refine((i) => !sameRoles(i.roles, i.opened), { path: ['roles'], message: 'Nothing has changed' })

export const changeApiKeyRoles = command({
  id: 'apiKeys.changeRoles',
  title: 'Change the project roles of an API key',
  atlas: { op: 'updateGroupApiKeyRoles', version: '2023-01-01' },
  roles: ['operator'],
  input: changedRoles,
  output: apiKey,
  hiddenFields: ['privateKey'],
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'Roles changed' },
  summary: (i) =>
    `Change the roles of API key ${i.apiUserId} in this project from ${list(i.opened.map(roleInWords))} to ${list(i.roles.map(roleInWords))}`,
  friction: (i) => givingFriction(i.apiUserId, i.roles, i.opened),
  invalidates,
  concurrencyKey: (i) => `apiKey:${i.apiUserId}`,
  opened: {
    read: listOf,
    now: (answer, i) => rolesIn(keyIn(answer, i.apiUserId) ?? {}, i.groupId),
  },
  precondition: ownThen((key, i: z.output<typeof changedRoles>) => {
    if (!key) return 'This key is no longer assigned to this project.'
    return sameRoles(rolesIn(key, i.groupId), i.opened)
      ? undefined
      : 'Someone else changed the roles of this key.'
  }),
  readBack: {
    read: listOf,
    verdict: (answer, i) => {
      const now = rolesIn(keyIn(answer, i.apiUserId) ?? {}, i.groupId)
      return sameRoles(now, i.roles) ? 'done' : sameRoles(now, i.opened) ? 'absent' : 'other'
    },
  },
  undo: ({ opened, roles: given, ...key }) =>
    callIfFits('apiKeys.changeRoles', changedRoles, { ...key, roles: opened, opened: given }),
})

export const removeApiKey = command({
  id: 'apiKeys.remove',
  title: 'Remove an API key from a project',
  atlas: { op: 'removeGroupApiKey', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject(keyOf),
  verbs: {
    do: 'Remove API key',
    doing: 'Removing…',
    done: () => 'API key removed from this project',
  },
  summary: (i) => `Remove API key ${i.apiUserId} from this project`,
  friction: (_, environment) => ({
    level: environment === 'production' ? 'type' : 'confirm',
    phrase: 'remove',
    because: 'Programs that use this key lose access to this project immediately.',
  }),
  invalidates,
  // Nothing that Atlas does not answer keeps people from removing a key, but then it takes two of them.
  precondition: {
    read: useRead,
    whyNot: (use, i) => (whyUnsure(use) ? undefined : whyFixed(use, i)),
  },
  escalation: { read: useRead, reason: whyUnsure },
  impact: {
    read: listOf,
    sentences: (answer, i) => {
      const key = keyIn(answer, i.apiUserId)
      const elsewhere = new Set((key?.roles ?? []).flatMap(({ groupId }) => groupId ?? []))
      elsewhere.delete(i.groupId)
      return [
        `${key?.desc || key?.publicKey || 'The key'} loses ${list(rolesIn(key ?? {}, i.groupId).map(roleInWords)) || 'its roles'} here`,
        elsewhere.size > 0
          ? `It keeps its roles in ${count(elsewhere.size, 'other project')} and in the organization`
          : 'It keeps its roles in the organization',
      ]
    },
  },
  readBack: {
    read: listOf,
    verdict: (answer, i) => (keyIn(answer, i.apiUserId) ? 'absent' : 'done'),
  },
})
