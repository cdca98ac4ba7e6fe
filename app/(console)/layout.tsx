import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { first, Prefetched } from '@/components/data/prefetched'
import { Providers } from '@/components/shell/providers'
import { Shell } from '@/components/shell/shell'
import { asTheme, railCookie, themeCookie } from '@/lib/client/preferences'
import { whoAmI } from '@/lib/ops/directory'
import { inbox } from '@/lib/ops/requests'
import { projectId } from '@/lib/ops/shapes'
import { projectOf } from '@/lib/routes'
import { findProject } from '@/lib/server/directory'
import { PATH_HEADER } from '@/lib/server/page-path'
import { requirePerson } from '@/lib/server/person'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson()
  const jar = await cookies()
  await meetProject((await headers()).get(PATH_HEADER))
  return (
    <Providers renderedAt={Date.now()}>
      <Prefetched as={person} reads={[first(whoAmI, {}), first(inbox, {})]}>
        <Shell
          isNarrow={jar.get(railCookie)?.value === 'narrow'}
          theme={asTheme(jar.get(themeCookie)?.value)}
        >
          {children}
        </Shell>
      </Prefetched>
    </Providers>
  )
}

/** A project made a moment ago must be among the person's own before the page is drawn: its buttons depend on that. */
async function meetProject(path: string | null): Promise<void> {
  const groupId = projectId.safeParse(projectOf(path?.split('?')[0] ?? ''))
  if (groupId.success) await findProject(groupId.data)
}
