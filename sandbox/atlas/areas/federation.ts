import { z } from 'zod'
import type { Fill } from '../area'
import { addProject } from '../handlers/projects'
import { idFrom, iso } from '../ids'
import { reject } from '../reject'
import type { World } from '../world'
import { orgWith } from '../world/orgs'
import { connectionAt, federationAt, federationsOf } from './federation/federations'
import { connectionOf, oidcProvider, roleMapping, samlProvider } from './federation/parts'
import { connection, type Federation } from './federation/shapes'

const making = z.strictObject({
  name: z.string().default('fill'),
  /** How many organizations, all connected. */
  orgs: z.int().min(1).max(20).default(1),
  /** Connected organizations that no credential of the sandbox sees. */
  outsiders: z.int().min(0).max(20).default(0),
  /** Of the first organization. */
  mappings: z.int().min(0).max(2000).default(0),
  conflicts: z.int().min(0).max(500).default(0),
  /** In every organization. */
  projects: z.int().min(0).max(20).default(0),
  /** `none`: Atlas answers 404; `empty`: an object without an id. */
  federation: z.enum(['yes', 'none', 'empty']).default('yes'),
  /** A field that is documented nowhere, in the first organization's configuration. */
  undocumented: z.record(z.string(), z.unknown()).optional(),
})

/** Changes a connected organization outside the console. */
const changing = z.strictObject({
  federationSettingsId: z.string(),
  orgId: z.string(),
  set: connection.omit({ orgId: true }).partial(),
})

const origin = { username: 'sara.lindqvist@northwind.example', address: '203.0.113.21' }

const seedOf = (world: World, name: string) =>
  `${name} ${federationsOf(world).federations.length} ${world.data.orgs.length} ${Date.now()}`

/** A role mapping of every sort in turn: organization roles, project roles, both. */
const manyMappings = (orgId: string, projects: readonly string[], count: number) =>
  Array.from({ length: count }, (_, i) => {
    const project = projects[i % Math.max(1, projects.length)]
    const roles = [
      ['ORG_MEMBER'],
      ['ORG_READ_ONLY', 'ORG_BILLING_READ_ONLY'],
      project ? [`${project} GROUP_READ_ONLY`] : ['ORG_GROUP_CREATOR'],
    ]
    return roleMapping(orgId, `team-${String(i + 1).padStart(3, '0')}`, roles[i % 3] ?? [])
  })

const manyConflicts = (federationSettingsId: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    emailAddress: `person-${i + 1}@elsewhere.example`,
    federationSettingsId,
    firstName: 'Person',
    lastName: String(i + 1),
    userId: idFrom(`person ${federationSettingsId} ${i}`, '2024-01-01T00:00:00Z'),
  }))

/** New organizations for a test, in a new federation with a provider of each kind. */
function make(world: World, body: unknown) {
  const wanted = making.parse(body)
  const now = Date.now()
  const seed = seedOf(world, wanted.name)
  const created = iso(now)
  const orgs = Array.from({ length: wanted.orgs }, (_, i) => {
    const org = { ...orgWith(`${seed} ${i}`, created, `${wanted.name}.example`, {}) }
    org.name = wanted.orgs === 1 ? wanted.name : `${wanted.name} ${i + 1}`
    world.data.orgs.push(org)
    const projects = Array.from({ length: wanted.projects }, (_, n) => {
      const name = `${wanted.name}-${i + 1}-${n + 1}`
      return addProject(world, { name, orgId: org.id, tags: [] }, origin).id
    })
    return { orgId: org.id, name: org.name, projects }
  })
  if (wanted.federation !== 'yes') {
    if (wanted.federation === 'empty')
      federationsOf(world).answeredEmpty.push(...orgs.map((o) => o.orgId))
    return { orgs }
  }
  const federation = filled(seed, wanted, orgs, now)
  federationsOf(world).federations.push(federation)
  const [saml, inactive, workforce, workload] = federation.providers
  return {
    federationSettingsId: federation.id,
    orgs,
    outsiders: federation.connections.slice(orgs.length).map((c) => c.orgId),
    providers: {
      saml: { id: saml?.id, oktaIdpId: saml?.oktaIdpId },
      inactive: { id: inactive?.id, oktaIdpId: inactive?.oktaIdpId },
      workforce: { id: workforce?.id },
      workload: { id: workload?.id },
    },
    mappings: federation.connections[0]?.roleMappings.map((m) => m.id) ?? [],
  }
}

function filled(
  seed: string,
  wanted: z.output<typeof making>,
  orgs: readonly { orgId: string; projects: string[] }[],
  now: number,
): Federation {
  const id = idFrom(`federation ${seed}`, now)
  const [created, domain] = [
    iso(now),
    `${wanted.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`,
  ]
  const host = `sso.${domain}`
  const base = { created, now, host, associatedDomains: [domain] }
  const active = samlProvider(`${seed} active`, {
    ...base,
    displayName: 'Single sign-on',
    status: 'ACTIVE',
    certificateDays: [400],
  })
  const inactive = samlProvider(`${seed} inactive`, {
    ...base,
    displayName: 'Old single sign-on',
    associatedDomains: [],
    status: 'INACTIVE',
    certificateDays: [-3],
  })
  const issuerUri = `https://login.${domain}`
  const workforce = oidcProvider(`${seed} workforce`, {
    created,
    displayName: 'Data access',
    idpType: 'WORKFORCE',
    issuerUri,
    associatedDomains: [domain],
  })
  const workload = oidcProvider(`${seed} workload`, {
    created,
    displayName: 'Build agents',
    idpType: 'WORKLOAD',
    issuerUri,
  })
  const use = {
    identityProviderId: active.oktaIdpId,
    dataAccessIdentityProviderIds: [workforce.id],
    postAuthRoleGrants: ['ORG_MEMBER'],
  }
  const outsiders = Array.from({ length: wanted.outsiders }, (_, i) =>
    connectionOf(idFrom(`outsider ${seed} ${i}`, now), use),
  )
  return {
    id,
    domains: [domain, `second.${domain}`],
    providers: [active, inactive, workforce, workload],
    connections: [
      ...orgs.map(({ orgId, projects }, i) =>
        connectionOf(orgId, {
          ...use,
          domainAllowList: [domain],
          domainRestrictionEnabled: true,
          ...(i === 0
            ? {
                roleMappings: manyMappings(orgId, projects, wanted.mappings),
                userConflicts: wanted.conflicts ? manyConflicts(id, wanted.conflicts) : null,
                undocumented: wanted.undocumented,
              }
            : {}),
        }),
      ),
      ...outsiders,
    ],
  }
}

function change(world: World, body: unknown) {
  const { federationSettingsId, orgId, set } = changing.parse(body)
  const found = connectionAt(world, federationAt(world, federationSettingsId), orgId)
  Object.assign(found, set)
  world.record({ orgId, eventTypeName: 'FEDERATION_SETTINGS_UPDATED' }, origin)
  return found
}

/** Creates organizations in a new federation or, with `set`, changes a connected one outside the console. */
export const fill: Fill = (world, body) => {
  if (typeof body !== 'object' || body === null)
    throw reject(400, 'INVALID_JSON', 'Send an object.')
  return 'set' in body ? change(world, body) : make(world, body)
}
