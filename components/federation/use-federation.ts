'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import { findFederation } from '@/lib/ops/federation'
import type { ConnectedOrg } from '@/lib/ops/federation-shapes'
import { listProviders } from '@/lib/ops/identity-providers'
import { nameOfProvider, type Provider } from '@/lib/ops/provider-shapes'

/** The federation of an organization, which may have none. */
export function useFound(orgId: string) {
  const query = useQuery(read(findFederation, { orgId }))
  const answer = query.data?.misfit ? undefined : query.data?.data
  return {
    query,
    settings: answer,
    federationSettingsId: answer?.id ?? undefined,
    isNone: answer !== undefined && !answer.id,
  }
}

/** The providers and organizations of a federation, and names for their IDs. */
export function useFederation(federationSettingsId: string) {
  const providers = useQuery(read(listProviders, { federationSettingsId }))
  const orgs = useQuery(read(listConnectedOrgs, { federationSettingsId }))
  const names = useNames()
  const providerRows = rowsOf<Provider>(providers.data)
  return {
    providers,
    orgs,
    providerRows,
    orgRows: rowsOf<ConnectedOrg>(orgs.data),
    ...names,
    /** By either ID; the ID itself when the provider is unknown. */
    providerName: (id: string) => {
      const found = findProvider(providerRows ?? [], id)
      return found ? nameOfProvider(found) : id
    },
  }
}
export type Federation = ReturnType<typeof useFederation>

/** A provider by its ID or its legacy ID. */
export const findProvider = (providers: readonly Provider[], id: string): Provider | undefined =>
  providers.find((p) => p.id === id || p.oktaIdpId === id)

function rowsOf<R>(answer: { misfit?: true; data: { results: R[] } } | undefined): R[] | undefined {
  return answer && !answer.misfit ? answer.data.results : undefined
}

/** Names of the organizations and projects that the person can see. */
export function useNames() {
  const me = useMe()
  return useMemo(() => {
    const orgs = new Map(me?.organizations.map((o) => [o.orgId, o.name]))
    const projects = new Map(me?.projects.map((p) => [p.groupId, p.name]))
    return {
      /** Undefined when the person can't see it. */
      orgName: (orgId: string) => orgs.get(orgId),
      projectName: (groupId: string) => projects.get(groupId),
      projectsOf: (orgId: string) =>
        (me?.projects ?? [])
          .filter((p) => p.orgId === orgId)
          .sort((a, b) => a.name.localeCompare(b.name)),
    }
  }, [me])
}
