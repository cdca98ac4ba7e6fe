'use client'
import { useMe } from '@/lib/client/use-me'
import { count } from '@/lib/format/words'
import { Badge } from '../ui/badge'
import { Card } from '../ui/page'

/** The person's roles in each organization. */
export function YourRoles() {
  const me = useMe()
  if (!me) return null
  return (
    <Card className="p-4">
      <h2 className="font-semibold text-base">Your roles</h2>
      <p className="mt-0.5 text-muted text-sm">
        Based on your groups: {me.groups.join(', ') || 'none'}. Every role includes viewer. Admins
        can’t approve requests.
      </p>
      <ul className="mt-3 grid gap-2">
        {me.organizations.map((org) => {
          const projects = me.projects.filter((p) => p.orgId === org.orgId)
          const held = [...new Set([...org.roles, ...projects.flatMap((p) => p.roles)])]
          return (
            <li key={org.orgId} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <span className="min-w-36 font-medium">{org.name}</span>
              <span className="flex flex-wrap gap-1">
                {(held.length ? held : ['viewer' as const]).map((role) => (
                  <Badge key={role} tone={role === 'viewer' ? 'neutral' : 'accent'}>
                    {role}
                  </Badge>
                ))}
              </span>
              <span className="text-muted text-xs">{count(projects.length, 'project')}</span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
