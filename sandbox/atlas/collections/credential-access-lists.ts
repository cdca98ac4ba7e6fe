import { z } from 'zod'
import { canonical, singleOf } from '../address'
import { bodyOf } from '../body'
import { collection } from '../collection'
import type { Collection, Declaration } from '../declaration'
import type { HandlerInput, SandboxFile } from '../define'
import { iso, pick } from '../ids'
import { invalid, reject } from '../reject'
import { initialKeys } from '../world/keys'
import { orgApiKeys } from './api-keys'
import { orgServiceAccounts } from './service-accounts'

const entry = z.looseObject({ cidrBlock: z.string() })
type Entry = z.output<typeof entry>

/** The names of an entry's fields, which differ for API keys and service accounts. */
type Names = { created: string; count: string; lastUsed: string }
const keyNames = { created: 'created', count: 'count', lastUsed: 'lastUsed' }
const accountNames = { created: 'createdAt', count: 'requestCount', lastUsed: 'lastUsedAt' }

function entryOf(names: Names, cidrBlock: string, created: string, count = 0): Entry {
  const ipAddress = singleOf(cidrBlock)
  const used = { [names.lastUsed]: iso(Date.now() - 3_600_000), lastUsedAddress: ipAddress }
  return {
    cidrBlock,
    ...(ipAddress ? { ipAddress } : {}),
    [names.created]: created,
    ...(count ? { [names.count]: count, ...used } : {}),
  }
}

/** The addresses from which a credential may be used. */
const accessList = (declared: {
  name: string
  path: string
  parent: Declaration<Entry>['parent']
  names: Names
  event: string
  seed: Declaration<Entry>['seed']
  beforeDelete?(item: Entry, input: HandlerInput): void
}) =>
  collection<Entry>({
    ...declared,
    shape: entry,
    key: 'cidrBlock',
    parseKey: (value) => canonical(value) ?? value,
    links: declared.names === keyNames,
    errors: { notFound: 'IP_ADDRESS_NOT_FOUND_IN_ACCESS_LIST' },
    events: {
      create: `${declared.event}_ACCESS_LIST_ENTRY_ADDED`,
      delete: `${declared.event}_ACCESS_LIST_ENTRY_DELETED`,
    },
    eventFields: ({ cidrBlock }) => ({ whitelistEntry: cidrBlock }),
    sample: (n) => entryOf(declared.names, `198.51.100.${n % 250}/32`, iso(Date.now())),
  })

const since = '2025-01-21T10:00:00Z'

export const apiKeyAccessList = accessList({
  name: 'apiKeyAccessList',
  path: '/orgs/{orgId}/apiKeys/{apiUserId}/accessList/{ipAddress}',
  parent: orgApiKeys,
  names: keyNames,
  event: 'API_KEY',
  seed: () =>
    initialKeys.flatMap(({ orgId, key }, i) =>
      Array.from({ length: i % 3 }, (_, n) => ({
        place: { orgId, apiUserId: key.id },
        item: n
          ? entryOf(keyNames, '198.51.100.0/28', since)
          : entryOf(
              keyNames,
              `203.0.113.${10 + pick(key.id, 40)}/32`,
              since,
              1200 + pick(key.id, 9000),
            ),
      })),
    ),
  beforeDelete: ({ cidrBlock }, { actor, origin, path, world }) => {
    const { item } = orgApiKeys.find(world, path)
    if (item.publicKey !== actor.publicKey || canonical(origin.address ?? '') !== cidrBlock) return
    throw reject(
      400,
      'CANNOT_REMOVE_CALLER_FROM_ACCESS_LIST',
      `The address ${origin.address} of this request cannot be removed.`,
      origin.address,
    )
  },
})

export const serviceAccountAccessList = accessList({
  name: 'serviceAccountAccessList',
  path: '/orgs/{orgId}/serviceAccounts/{clientId}/accessList/{ipAddress}',
  parent: orgServiceAccounts,
  names: accountNames,
  event: 'SERVICE_ACCOUNT',
  seed: (world) =>
    orgServiceAccounts
      .rows(world)
      .filter(({ item }) => !item.isSystemManaged)
      .map(({ place, item }) => ({
        place: { ...place, clientId: item.clientId },
        item: entryOf(accountNames, '203.0.113.0/28', since, 300 + pick(item.clientId, 2000)),
      })),
})

const sent = z
  .array(z.object({ cidrBlock: z.string().optional(), ipAddress: z.string().optional() }))
  .min(1)

/** Adds the addresses that are new, and answers the whole list. */
const adding =
  (list: Collection<Entry>, place: (input: HandlerInput) => Record<string, string>, names: Names) =>
  (input: HandlerInput) => {
    const { world, origin } = input
    // Throws 404 for an unknown credential, before the body is read.
    list.list(input)
    const blocks = bodyOf(sent, input.body).map(({ cidrBlock, ipAddress }, i) => {
      const block = canonical(cidrBlock ?? ipAddress ?? '')
      if (block) return block
      throw invalid([{ field: `[${i}].ipAddress`, description: 'must be an IP address' }])
    })
    const known = list.rows(world, place(input)).map((row) => row.item.cidrBlock)
    for (const block of new Set(blocks))
      if (!known.includes(block))
        list.add(world, place(input), entryOf(names, block, iso(Date.now())), origin)
    return list.list(input)
  }

export const credentialAccessLists = {
  createOrgApiKeyAccessListEntry: adding(
    apiKeyAccessList,
    ({ path: { orgId = '', apiUserId = '' } }) => ({ orgId, apiUserId }),
    keyNames,
  ),
  createOrgServiceAccountAccessList: adding(
    serviceAccountAccessList,
    ({ path: { orgId = '', clientId = '' } }) => ({ orgId, clientId }),
    accountNames,
  ),
} satisfies SandboxFile
