import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { pagePreferences } from '@/app/page-preferences'
import { first, Prefetched } from '@/components/data/prefetched'
import { Providers } from '@/components/shell/providers'
import { Reader } from '@/components/shell/reader'
import { Shell } from '@/components/shell/shell'
import { projectOf } from '@/lib/client/place-in-path'
import { railCookie } from '@/lib/client/preferences'
import { whoAmI } from '@/lib/ops/me'
import { getPreferences } from '@/lib/ops/preferences'
import { orgId, projectId } from '@/lib/ops/shapes'
import { countWaiting } from '@/lib/ops/waiting'
import { placesOf } from '@/lib/server/decide'
import { PATH_HEADER } from '@/lib/server/page-path'
import { type Person, requirePerson } from '@/lib/server/person'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson()
  const [jar, { zone }] = await Promise.all([cookies(), pagePreferences()])
  await meet(person, (await headers()).get(PATH_HEADER)?.split('?')[0] ?? '')
  return (
    <Providers renderedAt={Date.now()} zone={zone}>
      <Prefetched
        as={person}
        reads={[first(whoAmI, {}), first(countWaiting, {}), first(getPreferences, {})]}
      >
        {/* Inside: what is read above this boundary would not be in the server's HTML. */}
        <Reader zone={zone}>
          <Shell isNarrow={jar.get(railCookie)?.value === 'narrow'}>{children}</Shell>
        </Reader>
      </Prefetched>
    </Providers>
  )
}

/**
 * What was made a moment ago must be among the person's own before the page is drawn: its names and buttons depend on
 * that. What can't be looked up is said by the panel that needs it.
 */
async function meet(person: Person, path: string): Promise<void> {
  const project = projectId.safeParse(projectOf(path))
  const orgs = [...path.matchAll(/\/organizations\/([^/]+)/g)].flatMap(
    ([, id]) => orgId.safeParse(id).data ?? [],
  )
  await Promise.allSettled([
    ...(project.success ? [placesOf({ kind: 'project', groupId: project.data }, person)] : []),
    ...orgs.map((id) => placesOf({ kind: 'organization', orgId: id }, person)),
  ])
}
