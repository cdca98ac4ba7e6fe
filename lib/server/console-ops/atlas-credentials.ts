import type { z } from 'zod'
import type { listAtlasCredentials } from '@/lib/ops/atlas-credentials'
import { lookAtOrg } from '../atlas-credentials/look'
import { credentialsOf } from '../atlas-credentials/store'
import { notInScope } from '../decide'
import { ownCredential } from '../own-credential'
import type { ConsoleContext } from './context'

/** `atlasCredentials.list`: reads the organization's own lists now, and shows what the observer found in its projects. */
export async function list(
  { orgId }: z.output<typeof listAtlasCredentials.input>,
  { decision: { place }, requestId }: ConsoleContext,
): Promise<z.output<typeof listAtlasCredentials.output>> {
  if (!place) throw notInScope()
  const known = (await credentialsOf(orgId)).filter(({ shown }) => shown.publicId !== null)
  const details = new Map(known.map(({ id, shown }) => [id, shown]))
  const [unread, own] = await Promise.all([
    lookAtOrg({ orgId, connection: place.connection, requestId }, details),
    ownCredential(place),
  ])
  const rows = await credentialsOf(orgId)
  const mine = new Set([...own.apiKeyIds, ...own.clientIds, ...own.publicKeys])
  return {
    results: rows.map(({ kind, id, group_id, shown, first_seen_at, is_outside }) => ({
      ...shown,
      kind,
      id,
      groupId: group_id,
      firstSeenAt: first_seen_at.toISOString(),
      isOutside: is_outside,
      isOwn: mine.has(id) || (shown.publicId !== null && mine.has(shown.publicId)),
    })),
    unread: unread.map((one) => ({ ...one, requestId })),
  }
}
