import { z } from 'zod'
import { kindOfAddress, normalizeAddress } from '@/lib/format/address'
import { list } from '@/lib/format/words'
import { address, listedAddress } from './access-list-entry'
import { whyWide } from './access-list-wide'
import { apiKeyId } from './api-keys'
import { command, query } from './define'
import type { Friction } from './friction'
import { isOwn, useRead, whyFixed, whyUnsure } from './own-credential'
import { accountOf } from './service-account-shapes'
import { orgId, page } from './shapes'

/** The access lists of API keys and service accounts: from where they can be used. */

const said = z.string().nullish()
const count = z.number().nullish()
const common = { cidrBlock: said, ipAddress: said, lastUsedAddress: said }
const keyRow = z.looseObject({ ...common, created: said, lastUsed: said, count })
const accountRow = z.looseObject({
  ...common,
  createdAt: said,
  lastUsedAt: said,
  requestCount: count,
})
export type KeyAddress = z.output<typeof keyRow>
export type AccountAddress = z.output<typeof accountRow>

/** A row's address in its canonical form. */
export const addressOf = ({ cidrBlock, ipAddress }: KeyAddress | AccountAddress): string => {
  const shown = cidrBlock ?? ipAddress ?? ''
  return normalizeAddress(shown) ?? (shown || '?')
}

const keyOf = { orgId, apiUserId: apiKeyId }
const added = {
  addresses: z
    .array(
      address.refine(
        (one) => kindOfAddress(one) !== 'security-group',
        'Only IP addresses and CIDR blocks.',
      ),
    )
    .min(1, 'Enter at least one address')
    .max(100, 'At most 100 addresses at once')
    .refine((all) => new Set(all).size === all.length, 'An address is listed twice.')
    .meta({
      label: 'Addresses',
      hint: 'IP addresses or CIDR blocks, one per line.',
      examples: [['203.0.113.0/24']],
    }),
}
const removed = { address: listedAddress }

const addressesIn = (answer: unknown): string[] =>
  (page(z.looseObject(common)).safeParse(answer).data?.results ?? []).map(addressOf)

const EMPTY =
  'With an empty access list it works from any address, or from none if the organization requires access lists'

const OWN = 'Gatehouse uses this credential and could lose access to Atlas.'

type Added = { addresses: readonly string[] }
type Removed = { address: string }
type Read = { orgId: string; apiUserId?: string; clientId?: string }

const listOf = (id: string) => (i: Read) => ({
  id,
  input: {
    orgId: i.orgId,
    ...(i.apiUserId ? { apiUserId: i.apiUserId } : { clientId: i.clientId }),
  },
})
const takesTurns = ({ apiUserId, clientId }: Read) => `credentialAddresses:${apiUserId ?? clientId}`

const both = (answers: unknown): readonly unknown[] => (Array.isArray(answers) ? answers : [])

const sentAddresses = z.array(z.looseObject({ cidrBlock: z.string() }))

/** What adding means for the access list of either credential. */
const adding = (listId: string) => ({
  roles: ['operator'] as const,
  body: (i: Added) => i.addresses.map((cidrBlock) => ({ cidrBlock })),
  fromBody: (body: unknown) => ({
    addresses: sentAddresses.parse(body).map(({ cidrBlock }) => cidrBlock),
  }),
  verbs: {
    do: 'Add addresses',
    doing: 'Adding…',
    done: (i: Added) => `${list(i.addresses)} added to the access list`,
  },
  friction: (i: Added): Friction => {
    const wide = whyWide(i.addresses)
    return wide
      ? { level: 'approval', because: wide }
      : { level: 'confirm', because: 'Programs at these addresses can use this credential.' }
  },
  invalidates: [listId],
  concurrencyKey: takesTurns,
  precondition: {
    read: (i: Read) => [useRead(i), listOf(listId)(i)],
    whyNot: (answers: unknown, i: Read) => {
      const [use, answer] = both(answers)
      if (!isOwn(use)) return whyFixed(use, i)
      return addressesIn(answer).length === 0
        ? 'Gatehouse uses this credential, and its access list is empty. Gatehouse could lose access to Atlas. Add the first address in Atlas.'
        : undefined
    },
  },
  impact: {
    read: listOf(listId),
    sentences: (answer: unknown, i: Added) => {
      const now = addressesIn(answer)
      return now.length === 0
        ? [`Its access list is empty now. After this, it works only from ${list(i.addresses)}`]
        : []
    },
  },
  readBack: {
    read: listOf(listId),
    verdict: (answer: unknown, i: Added) => {
      const now = addressesIn(answer)
      if (i.addresses.every((one) => now.includes(one))) return 'done' as const
      return i.addresses.some((one) => now.includes(one)) ? ('other' as const) : ('absent' as const)
    },
  },
})

/** What removing means for the access list of either credential. */
const removing = (listId: string) => ({
  roles: ['operator'] as const,
  verbs: {
    do: 'Remove address',
    doing: 'Removing…',
    done: (i: Removed) => `${i.address} removed from the access list`,
  },
  friction: (): Friction => ({
    level: 'confirm',
    because: 'Programs at this address can no longer use this credential.',
  }),
  invalidates: [listId],
  concurrencyKey: takesTurns,
  precondition: {
    read: useRead,
    whyNot: (use: unknown, i: Read) => (isOwn(use) === false ? whyFixed(use, i) : undefined),
  },
  // One person alone neither opens a credential to the internet nor cuts Gatehouse off.
  escalation: {
    read: (i: Read) => [useRead(i), listOf(listId)(i)],
    reason: (answers: unknown, i: Removed) => {
      const [use, answer] = both(answers)
      const now = addressesIn(answer)
      if (now.includes(i.address) && now.every((one) => one === i.address))
        return `This is the last entry. ${EMPTY}.`
      return isOwn(use) ? OWN : whyUnsure(use)
    },
  },
  impact: {
    read: (i: Read) => [useRead(i), listOf(listId)(i)],
    sentences: (answers: unknown, i: Removed & Read) => {
      const [use, answer] = both(answers)
      const rest = addressesIn(answer).filter((one) => one !== i.address)
      return [
        ...(isOwn(use)
          ? [
              'Gatehouse itself uses this credential. If it runs at this address, it loses access to Atlas',
            ]
          : []),
        ...(rest.length === 0 ? [`This is the last entry. ${EMPTY}`] : []),
      ]
    },
  },
  refusals: {
    CANNOT_REMOVE_CALLER_FROM_ACCESS_LIST: {
      kind: 'conflict' as const,
      message: 'Gatehouse itself calls Atlas from this address with this credential.',
    },
  },
  notFoundCodes: ['IP_ADDRESS_NOT_FOUND_IN_ACCESS_LIST'],
  readBack: {
    read: listOf(listId),
    verdict: (answer: unknown, i: Removed) =>
      addressesIn(answer).includes(i.address) ? ('absent' as const) : ('done' as const),
  },
})

export const listKeyAddresses = query({
  id: 'orgApiKeys.addresses',
  title: 'List the addresses that can use an API key',
  atlas: { op: 'listOrgApiKeyAccessListEntries', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(keyOf),
  output: page(keyRow),
  allPages: true,
})

export const addKeyAddresses = command({
  id: 'orgApiKeys.addAddresses',
  title: 'Add addresses to the access list of an API key',
  atlas: { op: 'createOrgApiKeyAccessListEntry', version: '2023-01-01' },
  input: z.strictObject({ ...keyOf, ...added }),
  summary: (i) => `Let API key ${i.apiUserId} be used from ${list(i.addresses)}`,
  ...adding('orgApiKeys.addresses'),
})

export const removeKeyAddress = command({
  id: 'orgApiKeys.removeAddress',
  title: 'Remove an address from the access list of an API key',
  atlas: { op: 'deleteOrgApiKeyAccessListEntry', version: '2023-01-01' },
  input: z.strictObject({ ...keyOf, ...removed }),
  path: ({ address: ipAddress, ...key }) => ({ ...key, ipAddress }),
  summary: (i) => `Remove ${i.address} from the access list of API key ${i.apiUserId}`,
  ...removing('orgApiKeys.addresses'),
})

export const listAccountAddresses = query({
  id: 'serviceAccounts.addresses',
  title: 'List the addresses that can use a service account',
  atlas: { op: 'listOrgServiceAccountAccessList', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject(accountOf),
  output: page(accountRow),
  allPages: true,
})

export const addAccountAddresses = command({
  id: 'serviceAccounts.addAddresses',
  title: 'Add addresses to the access list of a service account',
  atlas: { op: 'createOrgServiceAccountAccessList', version: '2024-08-05' },
  input: z.strictObject({ ...accountOf, ...added }),
  summary: (i) => `Let the service account ${i.clientId} be used from ${list(i.addresses)}`,
  ...adding('serviceAccounts.addresses'),
})

export const removeAccountAddress = command({
  id: 'serviceAccounts.removeAddress',
  title: 'Remove an address from the access list of a service account',
  atlas: { op: 'deleteOrgServiceAccountAccessListEntry', version: '2024-08-05' },
  input: z.strictObject({ ...accountOf, ...removed }),
  path: ({ address: ipAddress, ...account }) => ({ ...account, ipAddress }),
  summary: (i) => `Remove ${i.address} from the access list of the service account ${i.clientId}`,
  ...removing('serviceAccounts.addresses'),
})
