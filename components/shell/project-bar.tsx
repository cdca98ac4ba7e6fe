'use client'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { visited } from '@/lib/client/recent'
import { useMe } from '@/lib/client/use-me'
import { projectOf } from '@/lib/routes'
import { EnvironmentBadge } from '../ui/badge'
import { Copyable } from '../ui/copyable'

/** On every page inside a project: which one, of which organization, and whether it is production. */
export function ProjectBar() {
  const groupId = projectOf(usePathname())
  const me = useMe()
  const project = me?.projects.find((p) => p.groupId === groupId)
  const known = project?.groupId
  useEffect(() => {
    if (known) visited(known)
  }, [known])
  if (!project) return null
  const org = me?.organizations.find((o) => o.orgId === project.orgId)
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <span className="text-muted">{org?.name ?? project.orgId}</span>
      <span aria-hidden className="text-faint">
        /
      </span>
      <span className="font-medium">{project.name}</span>
      <EnvironmentBadge environment={project.environment} />
      <Copyable value={project.groupId} what="project id" className="text-faint max-sm:hidden" />
    </div>
  )
}
