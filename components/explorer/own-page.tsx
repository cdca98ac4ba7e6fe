'use client'
import { pageLabel, pageOf } from '@/lib/client/page-of'
import { recentProjects } from '@/lib/client/recent'
import { useMe } from '@/lib/client/use-me'
import { ButtonLink } from '../ui/button'

/** The page that shows an operation's resource, in the project the person visited last. Empty if there is none. */
export function OwnPage({ own }: { own: string }) {
  const me = useMe()
  const label = pageLabel(own)
  if (!label) return null
  const [last] = recentProjects()
  const project = me?.projects.find(({ groupId }) => groupId === last) ?? me?.projects[0]
  const orgId = project?.orgId ?? me?.organizations[0]?.orgId ?? ''
  const page = pageOf(own, project ? { groupId: project.groupId } : {}, orgId)
  return page ? (
    <ButtonLink href={page.href} size="sm">
      Open {page.label}
    </ButtonLink>
  ) : (
    <span>Use the page “{label}”.</span>
  )
}
