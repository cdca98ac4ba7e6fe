import { AtlasError } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import { findFederation } from '@/lib/ops/federation'
import { readAtlas } from './call-atlas'
import { directory, type KnownOrg } from './directory'

/** The organizations of this console that a federation connects; Atlas tells it of each organization alone. */
export async function orgsOfFederation(federationSettingsId: string): Promise<KnownOrg[]> {
  const orgs = [...(await directory()).orgs.values()]
  const found = await Promise.all(
    orgs.map(async (org) => ((await federationOf(org)) === federationSettingsId ? [org] : [])),
  )
  return found.flat()
}

/** The federation of an organization; undefined when it has none, or the credential may not know. @throws AtlasError */
async function federationOf({ orgId, connection }: KnownOrg): Promise<string | undefined> {
  try {
    const { value } = await readAtlas(findFederation, { orgId }, connection, { requestId: newId() })
    return findFederation.output.safeParse(value.body).data?.id ?? undefined
  } catch (error) {
    if (error instanceof AtlasError && error.status !== undefined && error.status < 500)
      return undefined
    throw error
  }
}
