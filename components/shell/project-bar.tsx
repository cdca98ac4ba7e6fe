'use client'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { projectOf } from '@/lib/client/place-in-path'
import { visited } from '@/lib/client/recent'
import { useMe } from '@/lib/client/use-me'
import { environmentName } from '@/lib/format/environment'
import { routes } from '@/lib/routes'
import { EnvironmentBadge } from '../ui/badge'
import { Breadcrumbs } from '../ui/breadcrumbs'
import { Copyable } from '../ui/copyable'

/** Breadcrumbs of a project page, with its environment. */
export function ProjectBar() {
  const pathname = usePathname()
  const groupId = projectOf(pathname)
  const me = useMe()
  const project = me?.projects.find((p) => p.groupId === groupId)
  const known = project?.groupId
  useEffect(() => {
    if (known) visited(known)
  }, [known])
  if (!project) return null
  const org = me?.organizations.find((o) => o.orgId === project.orgId)
  const crumbs = [
    { label: org?.name ?? project.orgId, href: routes.fleet({ org: project.orgId }) },
    { label: project.name, href: routes.clusters(project.groupId) },
  ]
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Breadcrumbs crumbs={crumbs} />
      <EnvironmentBadge
        environment={project.environment}
        name={environmentName(project.tags) ?? 'Not production'}
      />
      <Copyable
        value={project.groupId}
        shown={`…${project.groupId.slice(-6)}`}
        what="project ID"
        className="text-faint max-sm:hidden"
      />
    </div>
  )
}
