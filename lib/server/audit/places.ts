import type { AuditPlaces } from '@/lib/audit/matching'
import { directory } from '../directory'
import { exactPlaces } from '../in-scope'
import type { Person } from '../person'

/** Where a person is an auditor, so that they can read its rows. Undefined: everywhere. */
export const auditPlaces = ({
  bindings,
}: Pick<Person, 'bindings'>): Promise<AuditPlaces | undefined> =>
  exactPlaces(bindings.filter(({ role }) => role === 'auditor'))

/** The known projects, by organization. */
export async function projectsByOrg(): Promise<(orgId: string) => string[]> {
  const { projects } = await directory()
  return (orgId) =>
    [...projects.values()].filter((one) => one.orgId === orgId).map(({ groupId }) => groupId)
}
