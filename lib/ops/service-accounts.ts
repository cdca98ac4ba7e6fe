import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { roleInWords } from './atlas-roles'
import { givingFriction, newOrgRolesField, orgRolesField, sameRoles } from './credential-roles'
import { command, query } from './define'
import { isOwn, useRead, whyFixed } from './own-credential'
import {
  accountDescription,
  accountName,
  accountOf,
  accounts,
  createsAccount,
  GONE,
  hiddenFields,
  namedAccountIn,
  newAccount,
  newAccountFields,
  serviceAccount,
} from './service-account-shapes'
import { orgId, page } from './shapes'
import { resource } from './verbs'

const invalidates = ['serviceAccounts.list', 'serviceAccounts.get', 'projectServiceAccounts.list']

export const listServiceAccounts = query({
  id: 'serviceAccounts.list',
  title: 'List the service accounts of an organization',
  atlas: { op: 'listOrgServiceAccounts', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ orgId, includeSystemManaged: z.boolean().optional() }),
  output: accounts,
  query: ({ includeSystemManaged }) => ({ includeSystemManaged }),
  allPages: true,
  hiddenFields,
})

export const getServiceAccount = query({
  id: 'serviceAccounts.get',
  title: 'Read a service account of an organization',
  atlas: { op: 'getOrgServiceAccount', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject(accountOf),
  output: serviceAccount,
  hiddenFields,
  // During a rotation, people wait for the first use of the new secret.
  refetchInterval: ({ secrets }) => ((secrets?.length ?? 0) > 1 ? 20_000 : false),
})

const assignment = z.looseObject({
  groupId: z.string(),
  roles: z.array(z.string()).nullish(),
})

export const listAccountProjects = query({
  id: 'serviceAccounts.projects',
  title: 'List the projects of a service account',
  atlas: { op: 'getOrgServiceAccountGroups', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject(accountOf),
  output: page(assignment),
  allPages: true,
})

/** Which secret of a service account Gatehouse itself uses. */
export const getSecretInUse = query({
  id: 'serviceAccounts.secretInUse',
  title: 'Read which secret Gatehouse uses',
  roles: ['viewer'],
  input: z.strictObject(accountOf),
  /** `secretId` is null if Atlas does not show which one it is. */
  output: z.object({ isOwn: z.boolean(), secretId: z.string().nullable() }),
  maxAgeSeconds: 0,
})

const account = resource({ of: getServiceAccount, gone: GONE })
const named = namedAccountIn(listServiceAccounts)

export const createServiceAccount = command({
  id: 'serviceAccounts.create',
  title: 'Create a service account',
  atlas: { op: 'createOrgServiceAccount', version: '2024-08-05' },
  roles: ['operator'],
  input: z.strictObject({
    orgId,
    ...newAccountFields,
    roles: newOrgRolesField,
  }),
  output: newAccount,
  ...createsAccount,
  summary: (i) => `Create the service account “${i.name}” with ${list(i.roles.map(roleInWords))}`,
  friction: (i) => givingFriction(i.name, i.roles),
  invalidates,
  ...named.creates(
    'Another service account has this name. Use a different one, so that people can tell them apart.',
  ),
})

const settingsOf = (it: z.output<typeof serviceAccount>) => ({
  name: it.name ?? '',
  description: it.description ?? '',
  roles: (it.roles ?? []).toSorted(),
})
type Settings = ReturnType<typeof settingsOf>
const isSame = (a: Settings, b: Settings) =>
  a.name === b.name && a.description === b.description && sameRoles(a.roles, b.roles)

const changedAccount = z
  .strictObject({
    ...accountOf,
    name: accountName,
    description: accountDescription,
    roles: orgRolesField,
    opened: z.strictObject({
      name: z.string(),
      description: z.string(),
      roles: z.array(z.string()),
    }),
  })
  .refine((i) => !isSame(i, i.opened), { path: ['name'], message: 'Nothing has changed' })

const change = account.changes({
  id: 'serviceAccounts.update',
  input: changedAccount,
  settings: settingsOf,
  isSame,
  changed: 'Someone else changed this service account.',
})

export const updateServiceAccount = command({
  id: 'serviceAccounts.update',
  title: 'Change a service account',
  atlas: { op: 'updateOrgServiceAccount', version: '2024-08-05' },
  roles: ['operator'],
  input: changedAccount,
  output: serviceAccount,
  hiddenFields,
  body: ({ name, description, roles, opened }) => ({
    ...(name === opened.name ? {} : { name }),
    ...(description === opened.description ? {} : { description }),
    ...(sameRoles(roles, opened.roles) ? {} : { roles }),
  }),
  verbs: {
    do: 'Save changes',
    doing: 'Saving…',
    done: () => 'Service account changed',
  },
  summary: ({ clientId, name, description, roles, opened }) => {
    const changes = [
      ...(name === opened.name ? [] : [`its name to “${name}”`]),
      ...(description === opened.description ? [] : [`its description to “${description}”`]),
      ...(sameRoles(roles, opened.roles)
        ? []
        : [`its organization roles to ${list(roles.map(roleInWords))}`]),
    ]
    return `Change the service account ${clientId}: ${list(changes)}`
  },
  friction: (i) => givingFriction(i.clientId, i.roles, i.opened.roles),
  invalidates,
  concurrencyKey: (i) => `serviceAccount:${i.clientId}`,
  ...change,
  precondition: {
    read: (i) => [useRead(i), account.read(i)],
    whyNot: (answers, i) => {
      const [use, answer] = Array.isArray(answers) ? answers : []
      const fixed = whyFixed(use, i)
      // Gatehouse keeps working under another name.
      if (fixed && !(isOwn(use) && sameRoles(i.roles, i.opened.roles))) return fixed
      return change.precondition.whyNot(answer, i)
    },
  },
})

export const deleteServiceAccount = command({
  id: 'serviceAccounts.delete',
  title: 'Delete a service account',
  atlas: { op: 'deleteOrgServiceAccount', version: '2024-08-05' },
  roles: ['operator'],
  input: z.strictObject(accountOf),
  verbs: {
    do: 'Delete service account',
    doing: 'Deleting…',
    done: () => 'Service account deleted',
  },
  summary: (i) =>
    `Delete the service account ${i.clientId} from the organization and all its projects`,
  friction: () => ({
    level: 'approval',
    phrase: 'delete',
    because: 'Every program that uses this account immediately loses access to all projects.',
  }),
  invalidates,
  impact: {
    read: (i) => [account.read(i), { id: 'serviceAccounts.projects', input: i }],
    sentences: (answers, i) => {
      const [answer, projects] = Array.isArray(answers) ? answers : []
      const name = account.in(answer, i)?.name
      const ids = (page(assignment).safeParse(projects).data?.results ?? []).map((p) => p.groupId)
      return [
        `Deletes ${name ? `“${name}”` : 'the account'} with all its secrets`,
        ids.length > 0
          ? `It has roles in ${count(ids.length, 'project')}: ${list(ids)}`
          : 'It has no project roles',
      ]
    },
  },
  precondition: {
    read: useRead,
    whyNot: whyFixed,
  },
  readBack: account.removes().readBack,
})
