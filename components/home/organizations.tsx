'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { type Me, useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { getOrgSettings } from '@/lib/ops/directory'
import { routes } from '@/lib/routes'
import { Badge } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { Card } from '../ui/page'
import { Skeleton } from '../ui/skeleton'

/** Each organization, and whether it keeps MongoDB employees out unless they hold a grant. */
export function Organizations() {
  const me = useMe()
  if (!me || me.organizations.length === 0) return null
  // When all of them are sandboxes, the notice at the top says so.
  const isMixed = me.organizations.some((o) => !o.sandbox)
  return (
    <section aria-labelledby="organizations">
      <h2 id="organizations" className="mb-2 font-semibold text-base">
        Organizations
      </h2>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {me.organizations.map((org) => (
          <OrganizationCard
            key={org.orgId}
            org={org}
            marksSandbox={isMixed && org.sandbox}
            projects={me.projects.filter((p) => p.orgId === org.orgId).length}
          />
        ))}
      </div>
    </section>
  )
}

function OrganizationCard({
  org,
  projects,
  marksSandbox,
}: {
  org: Me['organizations'][number]
  projects: number
  marksSandbox: boolean
}) {
  const settings = useQuery(read(getOrgSettings, { orgId: org.orgId }))
  const restricts = settings.data?.misfit ? undefined : settings.data?.data.restrictEmployeeAccess
  return (
    <Card className="flex flex-col gap-2 p-4">
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="truncate font-medium">{org.name}</h3>
          <p className="text-muted text-xs">{count(projects, 'project')}</p>
        </div>
        {marksSandbox && <Badge tone="warn">Sandbox</Badge>}
      </div>
      {/* Reserves the height of the longest answer. */}
      <div className="text-sm sm:min-h-15">
        {settings.isPending ? (
          <Skeleton className="w-40" />
        ) : restricts === true ? (
          <Badge tone="good" icon={<svg aria-hidden className="icon-[lock-keyhole]" />}>
            Restricts MongoDB employees
          </Badge>
        ) : restricts === false ? (
          <div className="grid grid-cols-1 gap-1">
            <Badge
              tone="warn"
              icon={<svg aria-hidden className="icon-[lock-keyhole-open]" />}
              className="w-fit"
            >
              Does not restrict MongoDB employees
            </Badge>
            <p className="text-muted text-xs">
              MongoDB employees already have infrastructure access without a grant.
            </p>
          </div>
        ) : (
          <p className="text-muted text-xs">
            {settings.error?.message ?? 'Atlas does not report this setting.'}
          </p>
        )}
      </div>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <Copyable value={org.orgId} what="organization ID" className="w-fit text-faint" />
        <Link
          href={routes.federation(org.orgId)}
          className="inline-flex min-h-6 items-center gap-1 rounded font-medium text-accent text-sm hover:underline pointer-coarse:min-h-10"
        >
          Federation<span className="sr-only"> of {org.name}</span>
        </Link>
      </div>
    </Card>
  )
}
