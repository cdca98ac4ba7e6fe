import { listAccess } from '@/lib/ops/access-list'
import { entryValue } from '@/lib/ops/access-list-entry'
import type { ReviewItem } from '@/lib/ops/access-reviews'
import { OpError } from '@/lib/ops/failure'
import { listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { lastUsed } from '@/lib/ops/service-account-shapes'
import { listServiceAccounts } from '@/lib/ops/service-accounts'
import { bindingInWords, covers } from '../bindings'
import { configuration } from '../configuration'
import type { Place } from '../decide'
import { readBack } from '../perform'

export type NewItem = Pick<ReviewItem, 'kind' | 'groupId' | 'name' | 'detail' | 'removal'>

const day = (time: string | null | undefined) => time?.slice(0, 10) ?? 'unknown'

async function entriesOf(groupId: string, place: Place, requestId: string): Promise<NewItem[]> {
  const answer = await readBack(
    { id: listAccess.id, input: { groupId } },
    place,
    requestId,
    'fresh',
  )
  const { results } = listAccess.output.parse(answer)
  return results
    .filter(({ deleteAfterDate }) => !deleteAfterDate)
    .map((row) => ({
      kind: 'access-list',
      groupId,
      name: entryValue(row),
      detail: row.comment || 'No comment',
      removal: { groupId, entryValue: entryValue(row) },
    }))
}

async function keysOf(orgId: string, place: Place, requestId: string): Promise<NewItem[]> {
  const answer = await readBack(
    { id: listOrgApiKeys.id, input: { orgId } },
    place,
    requestId,
    'fresh',
  )
  return listOrgApiKeys.output.parse(answer).results.map((key) => ({
    kind: 'api-key',
    groupId: null,
    name: key.publicKey ?? key.id,
    detail: key.desc ?? 'No description',
    removal: { orgId, apiUserId: key.id },
  }))
}

async function accountsOf(orgId: string, place: Place, requestId: string): Promise<NewItem[]> {
  const answer = await readBack(
    { id: listServiceAccounts.id, input: { orgId } },
    place,
    requestId,
    'fresh',
  )
  return listServiceAccounts.output.parse(answer).results.map((account) => ({
    kind: 'service-account',
    groupId: null,
    name: account.name ?? account.clientId ?? 'unknown',
    detail: `Created ${day(account.createdAt)}, last used ${day(lastUsed(account))}`,
    removal: account.clientId ? { orgId, clientId: account.clientId } : null,
  }))
}

/** The bindings of gatehouse.yaml that apply in one of these places. */
const bindingsIn = (places: readonly Place[]): NewItem[] =>
  configuration()
    .bindings.filter((binding) => places.some((place) => covers(binding, place)))
    .map((binding) => ({
      kind: 'binding',
      groupId: null,
      name: binding.group,
      detail: bindingInWords(binding),
      removal: null,
    }))

/**
 * The access that stands in these projects: entries without an end and bindings. With `orgId`, also the API keys and
 * service accounts of the organization. What can't be read is named in `unread` and stops nothing else.
 */
export async function standing(
  projects: readonly Place[],
  org: Place | undefined,
  requestId: string,
): Promise<{ items: NewItem[]; unread: string[] }> {
  const reads: Array<[what: string, read: () => Promise<NewItem[]>]> = [
    ...projects.map((place): [string, () => Promise<NewItem[]>] => [
      `the access list of ${place.groupName}`,
      () => entriesOf(place.groupId ?? '', place, requestId),
    ]),
    ...(org
      ? ([
          [`the API keys of ${org.orgName}`, () => keysOf(org.orgId, org, requestId)],
          [`the service accounts of ${org.orgName}`, () => accountsOf(org.orgId, org, requestId)],
        ] as Array<[string, () => Promise<NewItem[]>]>)
      : []),
  ]
  const found = await Promise.allSettled(reads.map(([, read]) => read()))
  const unread = found.flatMap((one, i) =>
    one.status === 'rejected' ? [`${reads[i]?.[0]}: ${whyOf(one.reason)}`] : [],
  )
  const items = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  return { items: [...items, ...bindingsIn([...projects, ...(org ? [org] : [])])], unread }
}

const whyOf = (error: unknown) =>
  error instanceof OpError || error instanceof Error ? error.message : String(error)
