'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import type { ApiKey } from '@/lib/ops/api-keys'
import { listOrgKeyEvents, listProjectKeyEvents } from '@/lib/ops/key-events'
import { createdAt } from './age'
import { isOld, isSilent, type Mark, useOwn } from './marks'

/** An API key with what stands out about it. */
export type MarkedKey = ApiKey & {
  marks: Mark[]
  /** Why it can't be changed here. */
  whyOwn: string | undefined
  /** When it last changed something, ISO 8601. */
  lastEvent: string | undefined
}

/** Adds to API keys what stands out about them in an organization or a project. */
export function useMarkedKeys(place: { orgId: string } | { groupId: string }) {
  const { whyKey } = useOwn(place)
  const isOrg = 'orgId' in place
  const inOrg = useQuery({
    ...read(listOrgKeyEvents, { orgId: isOrg ? place.orgId : '' }),
    enabled: isOrg,
  })
  const inProject = useQuery({
    ...read(listProjectKeyEvents, { groupId: isOrg ? '' : place.groupId }),
    enabled: !isOrg,
  })
  const answer = (isOrg ? inOrg : inProject).data
  const events = answer?.misfit ? undefined : answer?.data
  const now = useNow(60_000)
  return (key: ApiKey): MarkedKey => {
    const whyOwn = whyKey(key)
    const at = createdAt(key.id)
    const marks: readonly (Mark | false)[] = [
      whyOwn !== undefined && 'own',
      whyOwn === undefined && isSilent(key.publicKey, at, events) && 'silent',
      isOld(at, now) && 'old',
    ]
    return {
      ...key,
      whyOwn,
      lastEvent: events?.last[key.publicKey ?? ''],
      marks: marks.filter((mark) => mark !== false),
    }
  }
}
