import { millis } from '@/lib/format/time'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { type ConnectedOrg, textsOf } from '@/lib/ops/federation-shapes'
import {
  type Certificate,
  certificatesOf,
  nameOfProvider,
  type Provider,
  type Use,
  usesOf,
} from '@/lib/ops/provider-shapes'
import { certificateState, kindInWords, providerState } from './status-styles'

export type ProviderRow = {
  id: string
  legacyId: string | null
  name: string
  kind: string
  state: string | null
  domains: string[]
  /** The certificate that expires next or, when all have, the last one; and when the others expire at the latest. */
  certificate: { ends: string; state: string; othersLast: string | null } | null
  uses: ReadonlyArray<Use & { name: string }>
}

type OrgName = (orgId: string) => string | undefined

/** An organization's name, or its ID when the person can't see it. */
const called = (orgName: OrgName, orgId: string) => orgName(orgId) ?? orgId

export function toProviderRow(
  p: Provider,
  orgs: readonly ConnectedOrg[] | undefined,
  orgName: OrgName,
  now: number,
): ProviderRow {
  const uses = orgs && usesOf(p, orgs)
  return {
    id: p.id,
    legacyId: p.oktaIdpId ?? null,
    name: nameOfProvider(p),
    kind: kindInWords(p),
    state: providerState(p, uses),
    domains: textsOf(p.associatedDomains),
    certificate: nextEnd(certificatesOf(p), now),
    uses: (uses ?? []).map((use) => ({ ...use, name: called(orgName, use.orgId) })),
  }
}

function nextEnd(all: readonly Certificate[], now: number): ProviderRow['certificate'] {
  const sorted = all
    .flatMap((one) => (one.notAfter ? [{ ...one, ends: one.notAfter }] : []))
    .sort((a, b) => (millis(a.ends) ?? 0) - (millis(b.ends) ?? 0))
  const last = sorted.at(-1)
  const next = sorted.find((one) => certificateState(one, now) !== 'ended') ?? last
  if (!next) return null
  return {
    ends: next.ends,
    state: certificateState(next, now) ?? '',
    othersLast: last && last !== next ? last.ends : null,
  }
}

export type OrgRow = {
  orgId: string
  name: string
  /** Atlas lists it, but the person has no role in it. */
  isForeign: boolean
  signIn: { name: string; state: string | null } | null
  data: string[]
  restriction: string
  roles: string[]
  mappings: number
  conflicts: number
}

export function toOrgRow(
  org: ConnectedOrg,
  providers: readonly Provider[],
  orgName: OrgName,
): OrgRow {
  const find = (id: string) => providers.find((p) => p.oktaIdpId === id || p.id === id)
  const named = (id: string) => {
    const found = find(id)
    return found ? nameOfProvider(found) : id
  }
  const { identityProviderId: signIn } = org
  return {
    orgId: org.orgId,
    name: called(orgName, org.orgId),
    isForeign: orgName(org.orgId) === undefined,
    signIn: signIn ? { name: named(signIn), state: find(signIn)?.status ?? null } : null,
    data: textsOf(org.dataAccessIdentityProviderIds).map(named),
    restriction: org.domainRestrictionEnabled
      ? `Only ${textsOf(org.domainAllowList).join(', ') || 'none'}`
      : 'Off',
    roles: textsOf(org.postAuthRoleGrants).map(roleInWords),
    mappings: org.roleMappings?.length ?? 0,
    conflicts: org.userConflicts?.length ?? 0,
  }
}

export type DomainRow = { domain: string; providers: string[]; orgs: string[] }

/** Every domain that a provider covers or an organization allows, sorted. */
export function toDomainRows(
  providers: readonly Provider[],
  orgs: readonly ConnectedOrg[],
  orgName: OrgName,
): DomainRow[] {
  const rows = new Map<string, DomainRow>()
  const at = (domain: string) => {
    const row = rows.get(domain) ?? { domain, providers: [], orgs: [] }
    rows.set(domain, row)
    return row
  }
  for (const p of providers)
    for (const domain of textsOf(p.associatedDomains)) at(domain).providers.push(nameOfProvider(p))
  for (const org of orgs)
    for (const domain of textsOf(org.domainAllowList))
      at(domain).orgs.push(called(orgName, org.orgId))
  return [...rows.values()].sort((a, b) => a.domain.localeCompare(b.domain))
}
