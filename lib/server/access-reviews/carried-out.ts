import { listAccess } from '@/lib/ops/access-list'
import { entryValue } from '@/lib/ops/access-list-entry'
import type { ReviewItem } from '@/lib/ops/access-reviews'
import { listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { listServiceAccounts } from '@/lib/ops/service-accounts'
import { placesOf } from '../decide'
import { readBack } from '../perform'

type Item = Pick<ReviewItem, 'id' | 'kind' | 'removal' | 'verdict'>

/** What still stands in a project or an organization, by the kind of item. */
const lists: Partial<
  Record<
    ReviewItem['kind'],
    (removal: Record<string, string>, requestId: string) => Promise<Set<string>>
  >
> = {
  'access-list': async ({ groupId = '' }, requestId) =>
    new Set(
      listAccess.output
        .parse(await readAt(listAccess.id, { groupId }, requestId))
        .results.map(entryValue),
    ),
  'api-key': async ({ orgId = '' }, requestId) =>
    new Set(
      listOrgApiKeys.output
        .parse(await readAt(listOrgApiKeys.id, { orgId }, requestId))
        .results.map(({ id }) => id),
    ),
  'service-account': async ({ orgId = '' }, requestId) =>
    new Set(
      listServiceAccounts.output
        .parse(await readAt(listServiceAccounts.id, { orgId }, requestId))
        .results.map(({ clientId }) => clientId),
    ),
}

async function readAt(
  id: string,
  input: { groupId: string } | { orgId: string },
  requestId: string,
) {
  const [place] = await placesOf(
    'groupId' in input ? { kind: 'project', ...input } : { kind: 'organization', ...input },
  )
  return readBack({ id, input }, place, requestId, 'glance')
}

/** The id by which a list names an item. */
const idIn = ({ entryValue: entry, apiUserId, clientId }: Record<string, string>) =>
  entry ?? apiUserId ?? clientId ?? ''

/**
 * Which items that were decided as “revoke” are gone from Atlas, by item. Items that can't be read, or are removed
 * elsewhere, are missing.
 */
export async function carriedOut(
  items: readonly Item[],
  requestId: string,
): Promise<ReadonlyMap<number, boolean>> {
  const found = new Map<number, boolean>()
  const wanted = items.filter((one) => one.verdict === 'revoke' && one.removal && lists[one.kind])
  const byList = Map.groupBy(
    wanted,
    ({ kind, removal }) => `${kind} ${removal?.groupId ?? removal?.orgId}`,
  )
  await Promise.all(
    [...byList.values()].map(async (some) => {
      const [first] = some
      if (!first?.removal) return
      const left = await lists[first.kind]?.(first.removal, requestId).catch(() => undefined)
      for (const { id, removal } of some)
        if (left && removal) found.set(id, !left.has(idIn(removal)))
    }),
  )
  return found
}
