import { z } from 'zod'
import { list } from '@/lib/format/words'
import { roleInWords } from './atlas-roles'
import {
  givingFriction,
  newProjectRolesField,
  projectRolesField,
  sameRoles,
} from './credential-roles'
import { callIfFits, command, query } from './define'
import { useRead, whyFixed } from './own-credential'
import {
  accountIn,
  accounts,
  clientId,
  createsAccount,
  hiddenFields,
  namedAccountIn,
  newAccount,
  newAccountFields,
  serviceAccount,
} from './service-account-shapes'
import { projectId } from './shapes'

const accountOf = { groupId: projectId, clientId }
const invalidates = [
  'projectServiceAccounts.list',
  'serviceAccounts.list',
  'serviceAccounts.projects',
]
const listOf = ({ groupId }: { groupId: string }) => ({
  id: 'projectServiceAccounts.list',
  input: { groupId },
})
const rolesOf = (answer: unknown, id: string) => accountIn(answer, id)?.roles ?? []

/** The reads and the reason that keep people from changing Gatehouse's own account in a project. */
const ownThen = <I extends { groupId: string; clientId: string }>(
  whyNot: (answer: unknown, i: I) => string | undefined,
) => ({
  read: (i: I) => [useRead(i), listOf(i)],
  whyNot: (answers: unknown, i: I) => {
    const [use, answer] = Array.isArray(answers) ? answers : []
    return whyFixed(use, i) ?? whyNot(answer, i)
  },
})

export const listProjectServiceAccounts = query({
  id: 'projectServiceAccounts.list',
  title: 'List the service accounts of a project',
  atlas: { op: 'listGroupServiceAccounts', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: accounts,
  allPages: true,
  hiddenFields,
})

const named = namedAccountIn(listProjectServiceAccounts)

export const createProjectServiceAccount = command({
  id: 'projectServiceAccounts.create',
  title: 'Create a service account in a project',
  atlas: { op: 'createGroupServiceAccount', version: '2024-08-05' },
  roles: ['operator'],
  input: z.strictObject({
    groupId: projectId,
    ...newAccountFields,
    roles: newProjectRolesField,
  }),
  output: newAccount,
  ...createsAccount,
  summary: (i) =>
    `Create the service account “${i.name}” with ${list(i.roles.map(roleInWords))} in this project`,
  friction: (i) => givingFriction(i.name, i.roles),
  invalidates,
  ...named.creates('Another service account of this project has this name. Use a different one.'),
})

export const assignServiceAccount = command({
  id: 'projectServiceAccounts.assign',
  title: 'Assign a service account to a project',
  atlas: { op: 'inviteGroupServiceAccount', version: '2024-08-05' },
  roles: ['operator'],
  input: z.strictObject({
    ...accountOf,
    clientId: clientId.meta({
      label: 'Client ID',
      hint: 'The client ID of a service account of the organization.',
    }),
    roles: projectRolesField,
  }),
  output: serviceAccount,
  hiddenFields,
  body: ({ roles }) => ({ roles }),
  verbs: {
    do: 'Assign service account',
    doing: 'Assigning…',
    done: () => 'Service account assigned to this project',
  },
  summary: (i) =>
    `Give the service account ${i.clientId} ${list(i.roles.map(roleInWords))} in this project`,
  friction: (i) => givingFriction(i.clientId, i.roles),
  invalidates,
  precondition: ownThen((answer, i) =>
    accountIn(answer, i.clientId)
      ? 'This account is already assigned to this project. Change its roles instead.'
      : undefined,
  ),
  readBack: {
    read: listOf,
    verdict: (answer, i) => {
      if (!accountIn(answer, i.clientId)) return 'absent'
      return sameRoles(rolesOf(answer, i.clientId), i.roles) ? 'done' : 'other'
    },
  },
  undo: ({ groupId, clientId: id }) => ({
    id: 'projectServiceAccounts.remove',
    input: { groupId, clientId: id },
  }),
})

const changedRoles = z
  .strictObject({ ...accountOf, roles: projectRolesField, opened: z.array(z.string()) })
  .refine((i) => !sameRoles(i.roles, i.opened), { path: ['roles'], message: 'Nothing has changed' })

export const changeServiceAccountRoles = command({
  id: 'projectServiceAccounts.changeRoles',
  title: 'Change the project roles of a service account',
  atlas: { op: 'updateGroupServiceAccount', version: '2024-08-05' },
  roles: ['operator'],
  input: changedRoles,
  output: serviceAccount,
  hiddenFields,
  body: ({ roles }) => ({ roles }),
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'Roles changed' },
  summary: (i) =>
    `Change the roles of the service account ${i.clientId} in this project from ${list(i.opened.map(roleInWords))} to ${list(i.roles.map(roleInWords))}`,
  friction: (i) => givingFriction(i.clientId, i.roles, i.opened),
  invalidates,
  concurrencyKey: (i) => `serviceAccount:${i.clientId}`,
  opened: {
    read: listOf,
    now: (answer, i) => rolesOf(answer, i.clientId),
  },
  precondition: ownThen((answer, i: z.output<typeof changedRoles>) => {
    if (!accountIn(answer, i.clientId)) return 'This account is no longer assigned to this project.'
    return sameRoles(rolesOf(answer, i.clientId), i.opened)
      ? undefined
      : 'Someone else changed the roles of this account.'
  }),
  readBack: {
    read: listOf,
    verdict: (answer, i) => {
      const now = rolesOf(answer, i.clientId)
      return sameRoles(now, i.roles) ? 'done' : sameRoles(now, i.opened) ? 'absent' : 'other'
    },
  },
  undo: ({ opened, roles, ...account }) =>
    callIfFits('projectServiceAccounts.changeRoles', changedRoles, {
      ...account,
      roles: opened,
      opened: roles,
    }),
})

export const removeServiceAccount = command({
  id: 'projectServiceAccounts.remove',
  title: 'Remove a service account from a project',
  atlas: { op: 'deleteGroupServiceAccount', version: '2024-08-05' },
  roles: ['operator'],
  input: z.strictObject(accountOf),
  verbs: {
    do: 'Remove service account',
    doing: 'Removing…',
    done: () => 'Service account removed from this project',
  },
  summary: (i) => `Remove the service account ${i.clientId} from this project`,
  friction: (_, environment) => ({
    level: environment === 'production' ? 'type' : 'confirm',
    phrase: 'remove',
    because: 'Programs that use this account lose access to this project immediately.',
  }),
  invalidates,
  // Not the list, so that an unreadable one never keeps someone from removing an account.
  precondition: {
    read: useRead,
    whyNot: whyFixed,
  },
  impact: {
    read: listOf,
    sentences: (answer, i) => [
      `${accountIn(answer, i.clientId)?.name || 'The account'} loses ${list(rolesOf(answer, i.clientId).map(roleInWords)) || 'its roles'} here`,
      'It keeps its roles in the organization and in other projects',
    ],
  },
  readBack: {
    read: listOf,
    verdict: (answer, i) => (accountIn(answer, i.clientId) ? 'absent' : 'done'),
  },
})
