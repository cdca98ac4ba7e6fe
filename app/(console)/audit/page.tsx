import { AuditPage } from '@/components/audit/audit-page'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Audit' }

export default async function AuditRoute() {
  await requirePerson()
  return <AuditPage />
}
