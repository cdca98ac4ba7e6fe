import { millis } from '@/lib/format/time'
import { type ConnectedOrg, roleInWords, textsOf } from '@/lib/ops/federation-shapes'
import {
  certificatesOf,
  nameOfProvider,
  type Provider,
  type Use,
  usesOf,
} from '@/lib/ops/provider-shapes'
import { certificateState, kindInWords, providerState } from './looks'

export type ProviderRow = {
  id: string
  legacyId: string | null
  name: string
  kind: string
  state: string | null
  domains: string[]
  /** When the certificate that lasts longest ends, and what that means now. */
  certificate: { ends: string; state: string } | null
  uses: ReadonlyArray<Use & { name: string }>
}

type OrgName = (orgId: string) => string | undefined

/** An organization by its name, or by its id where it is none of the person's. */
const called = (orgName: OrgName, orgId: string) => orgName(orgId) ?? orgId

export function toProviderRow(
  p: Provider,
  orgs: readonly ConnectedOrg[] | undefined,
  orgName: OrgName,
  now: number,
): ProviderRow {
  const uses = orgs && usesOf(p, orgs)
  const ends = certificatesOf(p)
    .filter((c) => millis(c.notAfter) !== undefined)
    .sort((a, b) => (millis(b.notAfter) ?? 0) - (millis(a.notAfter) ?? 0))[0]
  return {
    id: p.id,
    legacyId: p.oktaIdpId ?? null,
    name: nameOfProvider(p),
    kind: kindInWords(p),
    state: providerState(p, uses),
    domains: textsOf(p.associatedDomains),
    certificate: ends?.notAfter
      ? { ends: ends.notAfter, state: certificateState(ends, now) ?? '' }
      : null,
    uses: (uses ?? []).map((use) => ({ ...use, name: called(orgName, use.orgId) })),
  }
}

export type OrgRow = {
  orgId: string
  name: string
  /** Outside the person's scope: Atlas lists it, this console does not show it. */
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
      ? textsOf(org.domainAllowList).join(', ') || 'no domain at all'
      : 'off',
    roles: textsOf(org.postAuthRoleGrants).map(roleInWords),
    mappings: org.roleMappings?.length ?? 0,
    conflicts: org.userConflicts?.length ?? 0,
  }
}

export type DomainRow = { domain: string; providers: string[]; orgs: string[] }

/** Every domain that a provider is associated with or an organization allows, by name. */
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
