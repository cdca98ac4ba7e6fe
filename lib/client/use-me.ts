'use client'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { z } from 'zod'
import type { Op, Scope } from '@/lib/ops/define'
import { getProject, type Project, whoAmI } from '@/lib/ops/me'
import type { Role } from '@/lib/ops/roles'
import { whyNot } from '@/lib/ops/why-not'
import { read } from './use-op'
import { whenLoaded } from './when-loaded'

export type Me = z.output<typeof whoAmI.output>

/** The signed-in person and their scope; prefetched, so usually defined. */
export const useMe = (): Me | undefined => useQuery(read(whoAmI, {})).data?.data

/**
 * A project in the person's scope by its id. Looks up one created after the page was opened, so that the server finds it
 * too. Undefined while that is in progress, and for a project outside their scope.
 */
export function useProject(groupId: string | null | undefined): Project | undefined {
  const cache = useQueryClient()
  const me = useMe()
  const known = me?.projects.find((p) => p.groupId === groupId)
  const isFound = useQuery({
    ...read(getProject, { groupId: groupId ?? '' }),
    enabled: me !== undefined && groupId != null && known === undefined,
    retry: false,
  }).isSuccess
  const isNew = isFound && known === undefined
  useEffect(() => {
    if (isNew) void readMeAgain(cache)
  }, [cache, isNew])
  return known
}

/** The person's roles in a scope, including viewer; empty if they can't see it. */
export function rolesIn(me: Me, scope: Scope): readonly Role[] {
  if (scope.kind === 'console') return me.roles
  // Only the server knows a federation's organizations, so pages pass the current one.
  if (scope.kind === 'federation' && !scope.orgId) return me.roles
  const place =
    'groupId' in scope
      ? me.projects.find((p) => p.groupId === scope.groupId)
      : me.organizations.find((o) => o.orgId === scope.orgId)
  return place ? ['viewer', ...place.roles] : []
}

/**
 * Why the person can't run this operation here; undefined if they can, or while unknown, because the server decides anyway.
 */
export function useWhyNot(
  op: Pick<Op, 'kind' | 'roles' | 'title'>,
  scope: Scope,
): string | undefined {
  const me = useMe()
  useLook(me, scope)
  return me ? whyNot(op, rolesIn(me, scope)) : undefined
}

/** The first of these operations that gatehouse.yaml requires approval for, which a guided command can't run. */
export function useGated<T extends Pick<Op, 'id'>>(ops: readonly T[]): T | undefined {
  const gated = useMe()?.gated
  return ops.find(({ id }) => gated?.includes(id))
}

const readMeAgain = (cache: QueryClient) =>
  whenLoaded().then(() => cache.invalidateQueries({ queryKey: [whoAmI.id] }))

const lookedFor = new Set<string>()

/** Looks once for a project or organization created after the page was opened. */
function useLook(me: Me | undefined, scope: Scope): void {
  const cache = useQueryClient()
  const id = 'groupId' in scope ? scope.groupId : 'orgId' in scope ? scope.orgId : undefined
  const isUnknown = me !== undefined && id !== undefined && rolesIn(me, scope).length === 0
  useEffect(() => {
    if (!isUnknown || lookedFor.has(id)) return
    lookedFor.add(id)
    void readMeAgain(cache)
  }, [cache, id, isUnknown])
}
