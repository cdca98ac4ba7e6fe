import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { type ApiKey, apiKey, apiKeyId } from './api-keys'
import { roleInWords } from './atlas-roles'
import { givingFriction, newOrgRolesField, orgRolesField, sameRoles } from './credential-roles'
import { command, query } from './define'
import { useRead, whyFixed, whyUnsure } from './own-credential'
import { orgId, page } from './shapes'
import { line } from './text'
import { resource } from './verbs'

const keyOf = { orgId, apiUserId: apiKeyId }
const hiddenFields = ['privateKey']
const invalidates = ['orgApiKeys.list', 'orgApiKeys.get', 'apiKeys.list']

const name = line()
  .min(1, 'Describe what the key is for')
  .max(250, 'At most 250 characters')
  .meta({
    label: 'Description',
    hint: 'What uses this key, and who owns it.',
    examples: ['Terraform in the payments pipeline'],
  })

export const listOrgApiKeys = query({
  id: 'orgApiKeys.list',
  title: 'List the API keys of an organization',
  atlas: { op: 'listOrgApiKeys', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: page(apiKey),
  allPages: true,
  hiddenFields,
})

export const getOrgApiKey = query({
  id: 'orgApiKeys.get',
  title: 'Read an API key of an organization',
  atlas: { op: 'getOrgApiKey', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(keyOf),
  output: apiKey,
  hiddenFields,
})

/** A key is found by its description when Atlas's answer is lost. */
const described = resource({
  of: listOrgApiKeys,
  find: ({ results }, { desc }: { desc: string }) => results.find((one) => one.desc === desc),
  gone: 'This key no longer exists.',
})

export const createOrgApiKey = command({
  id: 'orgApiKeys.create',
  title: 'Create an API key',
  atlas: { op: 'createOrgApiKey', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    orgId,
    desc: name,
    roles: newOrgRolesField,
  }),
  output: apiKey.extend({ privateKey: z.string() }),
  shownOnce: ['privateKey'],
  verbs: { do: 'Create API key', doing: 'Creating…', done: (i) => `API key “${i.desc}” created` },
  summary: (i) => `Create the API key “${i.desc}” with ${list(i.roles.map(roleInWords))}`,
  friction: () => ({
    level: 'confirm',
    because: 'Anyone with the private key gets these roles in the organization.',
  }),
  invalidates,
  ...described.creates(
    'Another API key has this description. Use a different one, so that people can tell them apart.',
  ),
})

/** The roles of a key in the organization itself, by name. */
export const rolesInOrg = (key: Pick<ApiKey, 'roles'>): string[] =>
  (key.roles ?? [])
    .flatMap(({ orgId: of, groupId, roleName }) => (of && !groupId && roleName ? [roleName] : []))
    .toSorted()

const settingsOf = (it: ApiKey) => ({ desc: it.desc ?? '', roles: rolesInOrg(it) })
type KeySettings = ReturnType<typeof settingsOf>
const isSame = (a: KeySettings, b: KeySettings) => a.desc === b.desc && sameRoles(a.roles, b.roles)
const key = resource({
  of: getOrgApiKey,
  gone: 'This key no longer exists.',
})

const changedKey = z
  .strictObject({
    ...keyOf,
    desc: name,
    roles: orgRolesField,
    opened: z.strictObject({ desc: z.string(), roles: z.array(z.string()) }),
  })
  .refine((i) => !isSame(i, i.opened), { path: ['desc'], message: 'Nothing has changed' })

const change = key.changes({
  id: 'orgApiKeys.update',
  input: changedKey,
  settings: settingsOf,
  isSame,
  changed: 'Someone else changed this key.',
})

export const updateOrgApiKey = command({
  id: 'orgApiKeys.update',
  title: 'Change an API key',
  atlas: { op: 'updateOrgApiKey', version: '2023-01-01' },
  roles: ['operator'],
  input: changedKey,
  output: apiKey,
  hiddenFields,
  body: ({ desc, roles, opened }) => ({
    ...(desc === opened.desc ? {} : { desc }),
    ...(sameRoles(roles, opened.roles) ? {} : { roles }),
  }),
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'API key changed' },
  summary: ({ apiUserId, desc, roles, opened }) => {
    const changes = [
      ...(desc === opened.desc ? [] : [`its description to “${desc}”`]),
      ...(sameRoles(roles, opened.roles)
        ? []
        : [`its organization roles to ${list(roles.map(roleInWords))}`]),
    ]
    return `Change API key ${apiUserId}: ${list(changes)}`
  },
  friction: (i) => givingFriction(i.apiUserId, i.roles, i.opened.roles),
  invalidates,
  concurrencyKey: (i) => `apiKey:${i.apiUserId}`,
  ...change,
  precondition: {
    read: (i) => [useRead(i), key.read(i)],
    whyNot: (answers, i) => {
      const [use, answer] = Array.isArray(answers) ? answers : []
      const fixed = whyFixed(use, i)
      if (fixed && !sameRoles(i.roles, i.opened.roles)) return fixed
      return change.precondition.whyNot(answer, i)
    },
  },
})

export const deleteOrgApiKey = command({
  id: 'orgApiKeys.delete',
  title: 'Delete an API key',
  atlas: { op: 'deleteOrgApiKey', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject(keyOf),
  verbs: { do: 'Delete API key', doing: 'Deleting…', done: () => 'API key deleted' },
  summary: (i) => `Delete API key ${i.apiUserId} from the organization and all its projects`,
  friction: () => ({
    level: 'approval',
    phrase: 'delete',
    because: 'Every program that uses this key immediately loses access to all projects.',
  }),
  invalidates,
  impact: {
    read: key.read,
    sentences: (answer, i) => {
      const it = key.in(answer, i)
      const projects = [...new Set((it?.roles ?? []).flatMap(({ groupId }) => groupId ?? []))]
      return [
        `Deletes ${it?.desc ? `“${it.desc}”` : 'the key'} with the public key ${it?.publicKey ?? 'unknown'}`,
        projects.length > 0
          ? `It has roles in ${count(projects.length, 'project')}: ${list(projects)}`
          : 'It has no project roles',
      ]
    },
  },
  precondition: {
    read: useRead,
    // It always takes two people.
    whyNot: (use, i) => (whyUnsure(use) ? undefined : whyFixed(use, i)),
  },
  readBack: key.removes().readBack,
})
