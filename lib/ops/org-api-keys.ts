import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { apiKey, apiKeyId } from './api-keys'
import { isOwnerRole, orgRoleNames, orgRoles, roleInWords } from './atlas-roles'
import { command, query } from './define'
import { orgId, page } from './shapes'
import { line } from './text'

const keyOf = { orgId, apiUserId: apiKeyId }
const hiddenFields = ['privateKey']
const invalidates = ['orgApiKeys.list', 'orgApiKeys.get', 'apiKeys.list']

const name = line()
  .min(1, 'Describe what the key is for')
  .max(250, 'At most 250 characters')
  .meta({
    label: 'Description',
    hint: 'What uses this key, and whom to ask about it.',
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

const entry = z.looseObject({
  cidrBlock: z.string().nullish(),
  ipAddress: z.string().nullish(),
  count: z.number().nullish(),
  created: z.string().nullish(),
  lastUsed: z.string().nullish(),
  lastUsedAddress: z.string().nullish(),
})
export type KeyAddress = z.output<typeof entry>

export const listKeyAddresses = query({
  id: 'orgApiKeys.addresses',
  title: 'List the addresses that can use an API key',
  atlas: { op: 'listOrgApiKeyAccessListEntries', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(keyOf),
  output: page(entry),
  allPages: true,
})

/** The credential that Gatehouse uses in this organization. */
export const getCredential = query({
  id: 'connections.credential',
  title: 'Read which credential Gatehouse uses in an organization',
  atlas: { op: 'getSystemStatus', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: z.looseObject({
    apiKey: z.looseObject({ id: z.string().nullish(), publicKey: z.string().nullish() }).nullish(),
  }),
  maxAgeSeconds: 300,
})

// Giving an owner role needs approval. Creating a key can't need one, because its secret is shown once, in the answer to the
// person who creates it.
const newRoles = orgRoleNames.filter((role) => !isOwnerRole(role))

const listOf = (i: { orgId: string }) => ({ id: 'orgApiKeys.list', input: { orgId: i.orgId } })
const isNamed = (answer: unknown, desc: string) =>
  page(apiKey)
    .safeParse(answer)
    .data?.results.some((key) => key.desc === desc) === true

export const createOrgApiKey = command({
  id: 'orgApiKeys.create',
  title: 'Create an API key',
  atlas: { op: 'createOrgApiKey', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    orgId,
    desc: name,
    roles: z
      .array(z.enum(newRoles))
      .min(1, 'Choose at least one role')
      .meta({
        label: 'Roles in the organization',
        hint: 'Create owner keys in Atlas. Gatehouse can’t show you the private key after an approval.',
        choices: Object.fromEntries(newRoles.map((role) => [role, orgRoles[role]])),
      }),
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
  // A key is found again by its description, when Atlas's answer is lost.
  precondition: {
    read: listOf,
    whyNot: (answer, i) =>
      isNamed(answer, i.desc)
        ? 'Another API key has this description. Use a different one, so that people can tell them apart.'
        : undefined,
  },
  readBack: {
    read: listOf,
    verdict: (answer, i) => (isNamed(answer, i.desc) ? 'done' : 'absent'),
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
  friction: (i) => ({
    level: 'approval',
    phrase: i.apiUserId,
    because: 'Every program that uses this key immediately loses access to all projects.',
  }),
  invalidates,
  impact: {
    read: (i) => ({ id: 'orgApiKeys.get', input: i }),
    sentences: (answer) => {
      const key = apiKey.safeParse(answer).data
      const projects = [...new Set((key?.roles ?? []).flatMap(({ groupId }) => groupId ?? []))]
      return [
        `Deletes ${key?.desc ? `“${key.desc}”` : 'the key'} with the public key ${key?.publicKey ?? 'unknown'}`,
        projects.length > 0
          ? `It has roles in ${count(projects.length, 'project')}: ${list(projects)}`
          : 'It has no project roles',
      ]
    },
  },
  precondition: {
    read: (i) => [
      { id: 'connections.credential', input: { orgId: i.orgId } },
      { id: 'orgApiKeys.get', input: i },
    ],
    whyNot: (answers, i) => {
      const [own, key] = Array.isArray(answers) ? answers : []
      const credential = getCredential.output.safeParse(own).data?.apiKey
      const { publicKey } = apiKey.safeParse(key).data ?? {}
      const isOwn =
        credential?.id === i.apiUserId || (!!publicKey && credential?.publicKey === publicKey)
      return isOwn
        ? 'Gatehouse uses this key. Give its connection another credential first.'
        : undefined
    },
  },
  readBack: {
    read: (i) => ({ id: 'orgApiKeys.get', input: i }),
    verdict: (answer) => (answer === undefined ? 'done' : 'absent'),
  },
})
