import { z } from 'zod'
import { millis, roughly } from '@/lib/format/time'
import { madeAt } from '@/lib/ops/backup-shapes'
import { listKeyAddresses } from '@/lib/ops/credential-addresses'
import { deleteOrgApiKey, listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { deleteAccountSecret } from '@/lib/ops/service-account-secrets'
import { listServiceAccounts } from '@/lib/ops/service-accounts'
import { routes } from '@/lib/routes'
import { check, type Found, fixedBy, reading } from '../check'
import { atlasSource, each, ownSource } from '../source'
import { daysOf } from '../thresholds'

const UNUSED = 'Unused'
const EXPIRED = 'Expired'

const apiKeys = atlasSource({
  id: 'orgApiKeys',
  per: 'organization',
  op: listOrgApiKeys,
  everyMinutes: 60,
})

/** The addresses of a key, where Atlas says when it was last used. */
const keyAddresses = atlasSource({
  id: 'apiKeyAddresses',
  per: 'organization',
  op: listKeyAddresses,
  everyMinutes: 1_440,
  of: each(apiKeys, ({ results }) =>
    results.map(({ id, desc, publicKey }) => ({ apiUserId: id, name: desc || publicKey || id })),
  ),
})

/** API keys that are old, or that made no call for a long time. */
export const oldKeys = check({
  id: 'api-keys',
  label: 'API keys',
  words: 'old unused expiring keys rotate',
  noun: 'API key',
  group: 'Credentials',
  per: 'organization',
  about: 'An API key is old, or has not been used for a long time.',
  fine: 'Recent',
  action: 'View key',
  href: ({ orgId }, found) =>
    found ? routes.orgApiKey(orgId, found.key) : routes.orgApiKeys(orgId),
  // An old key may be in use.
  fix: fixedBy(deleteOrgApiKey, {
    what: 'API keys',
    input: ({ orgId }, { key, word }) => (word === UNUSED ? { orgId, apiUserId: key } : undefined),
  }),
  readings: [
    reading({
      source: apiKeys,
      rows: ({ results }) => results,
      applies: ({ results }) => results.length > 0,
      find: ({ id, desc, publicKey }, { now }) => {
        const since = madeAt(id)
        const age = now - (millis(since) ?? now)
        if (age < daysOf('keyDays')) return undefined
        const subject = desc || publicKey || id
        return {
          key: id,
          subject,
          level: 'warn',
          word: 'Old',
          what: `is ${roughly(age)} old`,
          since,
        }
      },
    }),
    reading({
      source: keyAddresses,
      rows: ({ results }) => (results.length > 0 ? [results] : []),
      find: (addresses, { now, at: { apiUserId = '', name = '' } }) => {
        const times = addresses.map(({ lastUsed, created }) => millis(lastUsed ?? created))
        const last = Math.max(...times.map((one) => one ?? Number.NEGATIVE_INFINITY))
        if (now - last < daysOf('unusedDays')) return undefined
        return times.includes(undefined)
          ? { unclear: 'Atlas does not say when a key was last used.' }
          : {
              key: apiUserId,
              subject: name,
              level: 'info',
              word: UNUSED,
              what: `made no call for ${roughly(now - last)}`,
              since: new Date(last).toISOString(),
            }
      },
    }),
  ],
})

const accounts = atlasSource({
  id: 'serviceAccounts',
  per: 'organization',
  op: listServiceAccounts,
  everyMinutes: 60,
})

type Secret = {
  account: string
  clientId: string
  id: string
  createdAt?: string | null | undefined
  expiresAt?: string | null | undefined
  lastUsedAt?: string | null | undefined
}

function secretProblem(one: Secret, now: number): Found | undefined {
  const about = { key: `${one.clientId}/${one.id}`, subject: one.account }
  const end = millis(one.expiresAt)
  const since = one.expiresAt
  if (end !== undefined && end <= now)
    return { ...about, since, level: 'bad', word: EXPIRED, what: 'has an expired secret' }
  if (end !== undefined && end - now < daysOf('secretDays'))
    return {
      ...about,
      level: end - now < daysOf('urgentDays') ? 'bad' : 'warn',
      word: `${roughly(end - now)} left`,
      what: `has a secret that expires in ${roughly(end - now)}`,
    }
  const used = millis(one.lastUsedAt) ?? millis(one.createdAt)
  return used !== undefined && now - used > daysOf('unusedDays')
    ? {
        ...about,
        level: 'info',
        word: UNUSED,
        what: `has a secret unused for ${roughly(now - used)}`,
      }
    : undefined
}

/** Secrets of service accounts that expire, expired, or are unused. */
export const accountSecrets = check({
  id: 'account-secrets',
  label: 'Service accounts',
  words: 'expiring secrets expired unused keys',
  noun: 'Service account',
  group: 'Credentials',
  per: 'organization',
  about: 'A secret of a service account expired, expires soon, or is unused.',
  fine: 'In use',
  action: 'View account',
  href: ({ orgId }, found) =>
    found
      ? routes.serviceAccount(orgId, found.key.split('/')[0] ?? '')
      : routes.serviceAccounts(orgId),
  fix: fixedBy(deleteAccountSecret, {
    what: 'secrets',
    input: ({ orgId }, { key, word }) => {
      const [clientId = '', secretId = ''] = key.split('/')
      return word === UNUSED || word === EXPIRED ? { orgId, clientId, secretId } : undefined
    },
  }),
  readings: [
    reading({
      source: accounts,
      rows: ({ results }) =>
        results.flatMap(({ clientId, name, secrets }): Secret[] =>
          (secrets ?? []).map((secret) => ({ ...secret, clientId, account: name || clientId })),
        ),
      applies: ({ results }) => results.length > 0,
      find: (secret, { now }) => secretProblem(secret, now),
    }),
  ],
})

const outsideCredentials = ownSource({
  id: 'outsideCredentials',
  per: 'organization',
  everyMinutes: 10,
  answer: z.array(
    z.object({
      kind: z.string(),
      id: z.string(),
      name: z.string().nullable(),
      firstSeenAt: z.string(),
    }),
  ),
})

const kinds: Readonly<Record<string, string>> = {
  'api-key': 'API key',
  'service-account': 'service account',
  'mcp-config': 'MCP configuration',
}

/** Credentials of Atlas that were made outside Gatehouse. */
export const credentialsMadeOutside = check({
  id: 'outside-credentials',
  label: 'Outside credentials',
  group: 'Credentials',
  per: 'organization',
  about: 'A credential of Atlas was created outside Gatehouse.',
  fine: 'None',
  action: 'View credentials',
  href: ({ orgId }) => routes.atlasCredentials(orgId),
  readings: [
    reading({
      source: outsideCredentials,
      rows: (all) => all,
      find: ({ kind, id, name, firstSeenAt }) => ({
        key: `${kind}/${id}`,
        subject: name || id,
        level: 'warn',
        word: 'Outside',
        what: `is an ${kinds[kind] ?? kind} created outside Gatehouse`.replace('an s', 'a s'),
        since: firstSeenAt,
      }),
    }),
  ],
})
