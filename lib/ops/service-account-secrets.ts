import { z } from 'zod'
import { inUtc, millis } from '@/lib/format/time'
import { isOwnerRole, whyOwners } from './atlas-roles'
import { command } from './define'
import { isOwn, useRead, whyFixed } from './own-credential'
import {
  type AccountSecret,
  accountOf,
  hiddenBesideNew,
  newSecret,
  secretHours,
  secretState,
  serviceAccount,
} from './service-account-shapes'
import { getSecretInUse, listAccountProjects } from './service-accounts'

const invalidates = [
  'serviceAccounts.list',
  'serviceAccounts.get',
  'serviceAccounts.secretInUse',
  'projectServiceAccounts.list',
]
const secretId = z.string().regex(/^[a-f0-9]{24}$/, 'A secret ID has 24 hexadecimal digits.')
const accountRead = (i: { orgId: string; clientId: string }) => ({
  id: 'serviceAccounts.get',
  input: { orgId: i.orgId, clientId: i.clientId },
})
const secretsIn = (answer: unknown): AccountSecret[] =>
  serviceAccount.safeParse(answer).data?.secrets ?? []

/** Atlas ends the older secrets of an account this many days after it gets a new one. */
const OVERLAP_DAYS = 7
const idsIn = (answer: unknown) => secretsIn(answer).map(({ id }) => id)

const both = (answers: unknown): readonly unknown[] => (Array.isArray(answers) ? answers : [])

/** Every role of an account, in the organization and in its projects. */
const rolesIn = (account: unknown, projects: unknown): string[] => [
  ...(serviceAccount.safeParse(account).data?.roles ?? []),
  ...(listAccountProjects.output.safeParse(projects).data?.results ?? []).flatMap(
    ({ roles }) => roles ?? [],
  ),
]

export const createAccountSecret = command({
  id: 'serviceAccounts.createSecret',
  title: 'Create a secret of a service account',
  atlas: { op: 'createOrgServiceAccountSecret', version: '2024-08-05' },
  roles: ['operator'],
  input: z.strictObject({
    ...accountOf,
    secretExpiresAfterHours: secretHours,
    /** The ids of its secrets, to recognize the new one when Atlas's answer is lost. */
    opened: z.array(secretId),
  }),
  output: newSecret,
  body: ({ secretExpiresAfterHours }) => ({ secretExpiresAfterHours }),
  hiddenFields: hiddenBesideNew,
  shownOnce: ['secret'],
  verbs: { do: 'Create secret', doing: 'Creating…', done: () => 'Secret created' },
  summary: (i) => `Create a secret of the service account ${i.clientId}`,
  friction: () => ({
    level: 'confirm',
    because: 'Anyone with the secret gets the roles of the account.',
  }),
  invalidates,
  concurrencyKey: (i) => `serviceAccount:${i.clientId}`,
  impact: {
    read: accountRead,
    sentences: (account) => {
      const now = Date.now()
      const live = secretsIn(account).filter((one) => secretState(one, now) !== 'EXPIRED')
      const latest = now + OVERLAP_DAYS * 86_400_000
      const shortened = live.filter(({ expiresAt }) => (millis(expiresAt) ?? 0) > latest)
      return [
        live.length === 0
          ? 'The account has no valid secret now'
          : shortened.length === 0
            ? 'The current secrets stay valid until they expire'
            : `The ${shortened.length === 1 ? 'current secret then expires' : `${shortened.length} current secrets then expire`} in ${OVERLAP_DAYS} days, on ${inUtc(latest)}. Give every program the new one by then`,
      ]
    },
  },
  opened: { read: accountRead, now: idsIn },
  // A secret gives its reader all roles of the account, and a second person can't approve what is shown once.
  precondition: {
    read: (i) => [
      useRead(i),
      accountRead(i),
      { id: 'serviceAccounts.projects', input: { orgId: i.orgId, clientId: i.clientId } },
    ],
    whyNot: (answers, i) => {
      const [use, account, projects] = both(answers)
      if (isOwn(use)) return OWN_SECRET
      const fixed = whyFixed(use, i)
      if (fixed) return fixed
      const owners = rolesIn(account, projects).filter(isOwnerRole)
      if (owners.length > 0) return `${whyOwners(owners)} Create a secret of this account in Atlas.`
      return idsIn(account).some((id) => !i.opened.includes(id))
        ? 'Someone else just created a secret of this account.'
        : undefined
    },
  },
  readBack: {
    read: accountRead,
    verdict: (answer, i) =>
      idsIn(answer).some((id) => !i.opened.includes(id)) ? 'done' : 'absent',
  },
})

export const deleteAccountSecret = command({
  id: 'serviceAccounts.deleteSecret',
  title: 'Delete a secret of a service account',
  atlas: { op: 'deleteOrgServiceAccountSecret', version: '2024-08-05' },
  roles: ['operator'],
  input: z.strictObject({
    ...accountOf,
    secretId,
  }),
  verbs: { do: 'Delete secret', doing: 'Deleting…', done: () => 'Secret deleted' },
  summary: (i) => `Delete the secret ${i.secretId} of the service account ${i.clientId}`,
  // Deleting a leaked secret must be quick.
  friction: () => ({
    level: 'confirm',
    because: 'Programs that still use this secret lose access immediately.',
  }),
  invalidates,
  concurrencyKey: (i) => `serviceAccount:${i.clientId}`,
  impact: {
    read: accountRead,
    sentences: (answer, i) => {
      const now = Date.now()
      const secrets = secretsIn(answer)
      const found = secrets.find(({ id }) => id === i.secretId)
      const others = secrets.filter(
        (one) => one.id !== i.secretId && secretState(one, now) !== 'EXPIRED',
      )
      return [
        ...(found && secretState(found, now) === 'EXPIRED'
          ? ['It has expired, so no program can use it.']
          : []),
        found?.lastUsedAt
          ? `It was last used on ${inUtc(found.lastUsedAt)}.`
          : 'Atlas does not show that it was ever used.',
        others.length > 0
          ? `The account keeps ${others.length === 1 ? 'another valid secret' : `${others.length} other valid secrets`}.`
          : 'The account has no other valid secret, so nothing can use it until you create one.',
      ]
    },
  },
  precondition: {
    read: ({ secretId: _, ...account }) => [
      useRead(account),
      { id: 'serviceAccounts.secretInUse', input: account },
    ],
    whyNot: (answers, i) => {
      const [use, inUse] = both(answers)
      if (!isOwn(use)) return whyFixed(use, i)
      const { secretId: used = null } = getSecretInUse.output.safeParse(inUse).data ?? {}
      return whyNoSecretDeletion({ isOwn: true, secretId: used }, i.secretId)
    },
  },
  readBack: {
    read: accountRead,
    verdict: (answer, i) =>
      secretsIn(answer).some(({ id }) => id === i.secretId) ? 'absent' : 'done',
  },
})

const OWN_SECRET = 'Gatehouse uses this service account. Create its secret in Atlas.'

/** Why no secret can be created here; undefined: one can. */
export const whyNoNewSecret = (
  used: z.output<typeof getSecretInUse.output> | undefined,
): string | undefined => (used?.isOwn ? OWN_SECRET : undefined)

/** Why a secret can't be deleted here; undefined: it can. */
export function whyNoSecretDeletion(
  used: z.output<typeof getSecretInUse.output> | undefined,
  secretId: string,
): string | undefined {
  if (!used?.isOwn) return undefined
  if (used.secretId === null)
    return 'Gatehouse uses this account, and Atlas does not show which secret. Delete it in Atlas.'
  return used.secretId === secretId
    ? 'Gatehouse uses this secret. Give its connection another one first.'
    : undefined
}
