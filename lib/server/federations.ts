import { z } from 'zod'
import { AtlasError } from '@/lib/atlas/errors'
import { perProcess } from '@/lib/atlas/per-process'
import { newId } from '@/lib/format/id'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import type { Query } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { findFederation } from '@/lib/ops/federation'
import { readAtlas } from './call-atlas'
import { directory, findOrg, type KnownOrg, lookAgain, unreachable } from './directory'
import { atMost, firstFound } from './first-found'

/** How long, in seconds, the organizations of a federation are cached. */
const FRESH_SECONDS = 30

/** An organization of a federation. `isUnclear`: Gatehouse can't tell whether it manages the organization. */
export type FederationOrg = KnownOrg & { isUnclear?: true }

/** Organization id → the federation it was last seen in. Only a hint: each use asks Atlas. */
const lastSeen = perProcess('gatehouseFederations', () => new Map<string, string>())

/**
 * The organizations of a federation that this console manages; none for an unknown federation. Atlas lists them only to
 * members. Only known members are asked, so that another organization's failure does not matter.
 * With `mine`, none unless one of those organizations is a member. Asks the same organizations for any id.
 * @throws AtlasError or OpError when the list can't be read, or a possible member can't be asked
 */
export async function orgsOfFederation(
  federationSettingsId: string,
  mine?: (org: KnownOrg) => boolean,
): Promise<FederationOrg[]> {
  const { orgs } = await directory()
  if (mine && !(await anyIn(federationSettingsId, [...orgs.values()].filter(mine)))) return []
  const hinted = [...orgs.values()].filter(
    ({ orgId }) => lastSeen().get(orgId) === federationSettingsId,
  )
  const known = await listedBy(federationSettingsId, hinted)
  if (known) return known
  const one = (await anyOrgOf(federationSettingsId)) ?? (await anyNewOrgOf(federationSettingsId))
  return (one && (await listedBy(federationSettingsId, [one]))) ?? []
}

/** How long to wait for one credential before also trying the next one. */
const HEDGE_MS = 1_000

/** The list from the first of these organizations that can read it; undefined when none is a member. */
async function listedBy(
  federationSettingsId: string,
  orgs: readonly KnownOrg[],
): Promise<FederationOrg[] | undefined> {
  let isFound = false
  let before: Promise<unknown> = Promise.resolve()
  const byConnection = Map.groupBy(await healthyFirst(orgs), ({ connection }) => connection.name)
  const lookups = [...byConnection.values()].map((some) => {
    const mine = atMost(before, HEDGE_MS).then(async () => {
      const listed = isFound ? undefined : await listedIn(federationSettingsId, some)
      isFound ||= listed !== undefined
      return listed
    })
    before = mine.catch(() => {})
    return mine
  })
  const found = await firstFound(lookups)
  if (found.value) return found.value
  if (found.failures.length > 0) throw found.failures[0]
  return undefined
}

/** The list with the credential that these organizations share. */
async function listedIn(federationSettingsId: string, orgs: readonly KnownOrg[]) {
  const forget = () => {
    for (const { orgId } of orgs) lastSeen().delete(orgId)
  }
  try {
    const listed = await read(listConnectedOrgs, { federationSettingsId }, orgs[0]!)
    const members = await membersOf(listed, orgs)
    if (!members) forget()
    return members
  } catch (error) {
    if (isNone(error)) forget()
    // A 403 may mean that the credential lacks a role, so Atlas's code must be shown.
    if (isNone(error) && error.status === 404) return undefined
    throw error
  }
}

async function healthyFirst(orgs: readonly KnownOrg[]): Promise<KnownOrg[]> {
  const { problems } = await directory()
  const isFailing = ({ connection }: KnownOrg) =>
    problems.some(({ view }) => view.connection.name === connection.name)
  return [...orgs].sort((a, b) => Number(isFailing(a)) - Number(isFailing(b)))
}

const listAnswer = z.looseObject({ results: z.array(z.unknown()) })
const row = z.looseObject({ orgId: z.string() })

/** The listed organizations that this console manages; undefined when none of `asked` is listed. */
async function membersOf(
  listed: unknown,
  asked: readonly KnownOrg[],
): Promise<FederationOrg[] | undefined> {
  const rows = listAnswer.safeParse(listed).data?.results
  // A change needs a role in each, so an unreadable list must not look like a short one.
  if (!rows)
    throw OpError.of(
      'unavailable',
      'Atlas’s list of this federation’s organizations has an unknown format, so Gatehouse can’t check your role in each.',
    )
  const ids = [...new Set(rows.flatMap((r) => row.safeParse(r).data?.orgId ?? []))]
  const isOdd = rows.some((r) => !row.safeParse(r).success)
  const one = asked.find(({ orgId }) => ids.includes(orgId)) ?? (isOdd ? asked[0] : undefined)
  if (!one) return undefined
  const others = ids.filter((orgId) => orgId !== one.orgId)
  const members = await Promise.all(others.map((orgId) => memberOf(orgId, one)))
  // In a stable order: requests are filed under the first.
  return [one, ...members.flatMap((org) => org ?? []), ...(isOdd ? [unclear('', one)] : [])].sort(
    inOrder,
  )
}

const inOrder = (a: FederationOrg, b: FederationOrg) =>
  Number(a.isUnclear ?? false) - Number(b.isUnclear ?? false) || (a.orgId < b.orgId ? -1 : 1)

/** A listed organization; undefined when this console does not manage it. */
async function memberOf(orgId: string, one: KnownOrg): Promise<FederationOrg | undefined> {
  try {
    return await findOrg(orgId)
  } catch (error) {
    if (error instanceof OpError) return unclear(orgId, one)
    throw error
  }
}

/** Only a role with scope `all` covers it. */
const unclear = (orgId: string, { connection }: KnownOrg): FederationOrg => ({
  orgId,
  name: orgId,
  connection,
  isUnclear: true,
})

const anyOrgOf = async (federationSettingsId: string) =>
  anyIn(federationSettingsId, [...(await directory()).orgs.values()])

/** @throws OpError 'atlas-down' when no member was found and an organization can't be asked */
async function anyIn(
  federationSettingsId: string,
  orgs: readonly KnownOrg[],
): Promise<KnownOrg | undefined> {
  const found = await firstFound(
    orgs.map(async (org) => ((await federationOf(org)) === federationSettingsId ? org : undefined)),
  )
  if (found.value) return found.value
  if (found.failures.length > 0) throw unreachable('federation', found.failures)
  return undefined
}

/** A member that was created since the directory was read. */
const anyNewOrgOf = async (federationSettingsId: string) =>
  (await lookAgain(federationSettingsId)) ? anyOrgOf(federationSettingsId) : undefined

/** The federation of an organization; undefined when it has none or Atlas hides it. @throws AtlasError */
async function federationOf(org: KnownOrg): Promise<string | undefined> {
  try {
    const body = await read(findFederation, { orgId: org.orgId }, org)
    const id = findFederation.output.safeParse(body).data?.id ?? undefined
    if (id) lastSeen().set(org.orgId, id)
    return id
  } catch (error) {
    if (isNone(error)) return undefined
    throw error
  }
}

const isNone = (error: unknown): error is AtlasError =>
  error instanceof AtlasError && (error.status === 403 || error.status === 404)

async function read(op: Query, input: Record<string, unknown>, { connection }: KnownOrg) {
  const seldom: Query = { ...op, maxAgeSeconds: FRESH_SECONDS }
  return (await readAtlas(seldom, input, connection, { requestId: newId() })).value.body
}
