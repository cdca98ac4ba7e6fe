import { type First, first } from '@/components/data/prefetched'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import { findFederation } from '@/lib/ops/federation'
import { listProviders } from '@/lib/ops/identity-providers'
import type { Person } from '@/lib/server/person'
import { run } from '@/lib/server/run'

/** The readings that every page of a federation comes with, and those that `more` asks of its id. */
export async function firstReads(
  orgId: string,
  person: Person,
  more: (federationSettingsId: string) => readonly First[] = () => [],
): Promise<First[]> {
  const found = [first(findFederation, { orgId })]
  try {
    const { data } = await run(findFederation, { orgId }, person)
    const id = findFederation.output.safeParse(data).data?.id
    if (!id) return found
    const place = { federationSettingsId: id }
    return [...found, first(listProviders, place), first(listConnectedOrgs, place), ...more(id)]
  } catch {
    // The page reads it again and shows why not.
    return found
  }
}
