import { z } from 'zod'
import { millis } from '@/lib/format/time'
import type { Query, Shape } from './define'
import { orgId, page } from './shapes'
import { line } from './text'
import { resource } from './verbs'

const said = z.string().nullish()

const secret = z.looseObject({
  id: z.string(),
  createdAt: said,
  expiresAt: said,
  lastUsedAt: said,
})
export type AccountSecret = z.output<typeof secret>

export const serviceAccount = z.looseObject({
  clientId: z.string(),
  name: said,
  description: said,
  createdAt: said,
  roles: z.array(z.string()).nullish(),
  secrets: z.array(secret).nullish(),
})
export type ServiceAccount = z.output<typeof serviceAccount>
export const accounts = page(serviceAccount)

/** The answer to a create: the only one with a secret in it. */
export const newSecret = secret.extend({ secret: z.string() })
export const newAccount = serviceAccount.extend({ secrets: z.array(newSecret).min(1) })

/** Atlas masks a secret, but still shows its last characters. */
export const hiddenFields = ['maskedSecretValue', 'secret']
/** For the calls that create a secret. */
export const hiddenBesideNew = ['maskedSecretValue']

export const clientId = z
  .string()
  .regex(
    /^mdb_sa_id_[a-fA-F\d]{24}$/,
    'A client ID is mdb_sa_id_ and 24 hexadecimal digits. It is not the secret.',
  )
export const accountOf = { orgId, clientId }

/** Atlas's own rule for names and descriptions. */
const allowed = (text: z.ZodString) =>
  text.regex(
    /^[\p{L}\p{N}\-_.,' ]*$/u,
    "Use letters, digits, spaces and the characters - _ . , and ' only.",
  )

export const accountName = allowed(
  line().min(1, 'Enter a name').max(64, 'At most 64 characters'),
).meta({
  label: 'Name',
  examples: ['Terraform payments'],
})
export const accountDescription = allowed(
  line().min(1, 'Describe what uses it').max(250, 'At most 250 characters'),
).meta({
  label: 'Description',
  hint: 'What uses this account, and who owns it.',
  examples: ['Deploys the payments service'],
})

const lifetimes = {
  8: '8 hours',
  24: '1 day',
  168: '7 days',
  720: '30 days',
  2160: '90 days',
  4320: '180 days',
  8760: '1 year',
}

/** Hours that a new secret stays valid. */
export const secretHours = z
  .int('Choose how long the secret is valid')
  .min(8, 'At least 8 hours')
  .max(8760, 'At most 8,760 hours (1 year)')
  .meta({
    label: 'Secret valid for',
    hint: 'Your organization can set a shorter limit.',
    choices: lifetimes,
    examples: [24],
  })

export const newAccountFields = {
  name: accountName,
  description: accountDescription,
  secretExpiresAfterHours: secretHours,
}

/** What the commands that create an account have in common. */
export const createsAccount = {
  hiddenFields: hiddenBesideNew,
  shownOnce: ['secret'],
  verbs: {
    do: 'Create service account',
    doing: 'Creating…',
    done: (i: { name: string }) => `Service account “${i.name}” created`,
  },
}

/** Days before its expiry when a secret is highlighted. */
const SOON_DAYS = 14
const AHEAD_DAYS = 30
const DAY_MS = 86_400_000

export type SecretState = 'EXPIRED' | 'SOON' | 'AHEAD' | 'VALID' | 'UNKNOWN'

/** How close a secret is to its end. `now` in milliseconds. */
export function secretState(
  { expiresAt }: Pick<AccountSecret, 'expiresAt'>,
  now: number,
): SecretState {
  const end = millis(expiresAt)
  if (end === undefined) return 'UNKNOWN'
  const days = (end - now) / DAY_MS
  return days <= 0 ? 'EXPIRED' : days <= SOON_DAYS ? 'SOON' : days <= AHEAD_DAYS ? 'AHEAD' : 'VALID'
}

const order: readonly SecretState[] = ['VALID', 'AHEAD', 'SOON', 'UNKNOWN', 'EXPIRED']

/** The state of the secret that lasts longest. `NONE`: the account has none. */
export function accountState({ secrets }: ServiceAccount, now: number): SecretState | 'NONE' {
  const states = (secrets ?? []).map((one) => secretState(one, now))
  return order.find((state) => states.includes(state)) ?? 'NONE'
}

/** When any of its secrets was last used. */
export const lastUsed = ({ secrets }: Pick<ServiceAccount, 'secrets'>): string | undefined =>
  (secrets ?? [])
    .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
    .toSorted((a, b) => (millis(a) ?? 0) - (millis(b) ?? 0))
    .at(-1)

export const GONE = 'This service account no longer exists.'

/** An account in a list by its name, which finds a new one when Atlas's answer is lost. */
export const namedAccountIn = <I extends Shape>(of: Query<I, typeof accounts>) =>
  resource({
    of,
    find: ({ results }, { name }: { name: string }) => results.find((one) => one.name === name),
    gone: GONE,
  })

/** The account of a client ID in a list. */
export const accountIn = (answer: unknown, id: string): ServiceAccount | undefined =>
  accounts.safeParse(answer).data?.results.find((one) => one.clientId === id)
