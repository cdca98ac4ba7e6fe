'use client'
import { usePathname } from 'next/navigation'
import { orgOf } from '@/lib/client/place-in-path'
import { useMe } from '@/lib/client/use-me'
import { routes } from '@/lib/routes'
import { Badge } from '../ui/badge'
import { Breadcrumbs } from '../ui/breadcrumbs'
import { Copyable } from '../ui/copyable'

/** Breadcrumbs of an organization page. */
export function OrganizationBar() {
  const orgId = orgOf(usePathname())
  const me = useMe()
  const org = me?.organizations.find((o) => o.orgId === orgId)
  if (!org) return null
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Breadcrumbs
        crumbs={[
          { label: 'Projects', href: routes.fleet({ org: org.orgId }) },
          { label: org.name, href: routes.federation(org.orgId) },
        ]}
      />
      {org.sandbox && <Badge tone="warn">Sandbox</Badge>}
      <Copyable
        value={org.orgId}
        shown={`…${org.orgId.slice(-6)}`}
        what="organization ID"
        className="text-faint max-sm:hidden"
      />
    </div>
  )
}
