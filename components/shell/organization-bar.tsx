'use client'
import { usePathname } from 'next/navigation'
import { useMe } from '@/lib/client/use-me'
import { orgOf } from '@/lib/routes'
import { Badge } from '../ui/badge'
import { Copyable } from '../ui/copyable'

/** On every page inside an organization: which one. */
export function OrganizationBar() {
  const orgId = orgOf(usePathname())
  const me = useMe()
  const org = me?.organizations.find((o) => o.orgId === orgId)
  if (!org) return null
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <span className="text-muted">Organization</span>
      <span aria-hidden className="text-faint">
        /
      </span>
      <span className="font-medium">{org.name}</span>
      {org.sandbox && <Badge tone="warn">Sandbox</Badge>}
      <Copyable value={org.orgId} what="organization id" className="text-faint max-sm:hidden" />
    </div>
  )
}
