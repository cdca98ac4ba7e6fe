import { z } from 'zod'
import { AtlasError } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import type { Query } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { findFederation } from '@/lib/ops/federation'
import { readAtlas } from './call-atlas'
import { directory, findOrg, type KnownOrg, lookAgain } from './directory'

/** Seconds for which a federation is believed to connect the organizations that it did. */
const FRESH_SECONDS = 30

/**
 * The organizations of this console that a federation connects, none when it knows no such federation. Atlas names a
 * federation's organizations to each of them alone. @throws AtlasError
 */
export async function orgsOfFederation(federationSettingsId: string): Promise<KnownOrg[]> {
  const one = (await anyOrgOf(federationSettingsId)) ?? (await anyNewOrgOf(federationSettingsId))
  if (!one) return []
  const listed = await read(listConnectedOrgs, { federationSettingsId }, one)
  const rows = orgIds.safeParse(listed).data?.results
  // Whoever changes it must answer for each: a list that cannot be read must not look like a short one.
  if (!rows)
    throw OpError.of(
      'unavailable',
      'Atlas’s list of the organizations of this federation has a shape that Gatehouse does not know, so who may do this is not known.',
    )
  const others = rows.flatMap(({ orgId }) => (orgId && orgId !== one.orgId ? [orgId] : []))
  const known = await Promise.all(others.map(findOrg))
  // The first is where its requests stand: the same one each time.
  return [one, ...known.flatMap((org) => org ?? [])].sort((a, b) => (a.orgId < b.orgId ? -1 : 1))
}

const orgIds = z.looseObject({
  results: z.array(z.looseObject({ orgId: z.string().nullish() }).catch({})),
})

async function anyOrgOf(federationSettingsId: string): Promise<KnownOrg | undefined> {
  const orgs = [...(await directory()).orgs.values()]
  const found = await Promise.all(orgs.map(federationOf))
  return orgs.find((_, i) => found[i] === federationSettingsId)
}

/** One made since the directory was read. */
const anyNewOrgOf = async (federationSettingsId: string) =>
  (await lookAgain(federationSettingsId)) ? anyOrgOf(federationSettingsId) : undefined

/** The federation of an organization; undefined when it has none, or the credential may not know. @throws AtlasError */
async function federationOf(org: KnownOrg): Promise<string | undefined> {
  try {
    const body = await read(findFederation, { orgId: org.orgId }, org)
    return findFederation.output.safeParse(body).data?.id ?? undefined
  } catch (error) {
    if (error instanceof AtlasError && (error.status === 403 || error.status === 404))
      return undefined
    throw error
  }
}

async function read(op: Query, input: Record<string, unknown>, { connection }: KnownOrg) {
  const seldom = { ...op, freshSeconds: FRESH_SECONDS }
  return (await readAtlas(seldom, input, connection, { requestId: newId() })).value.body
}
