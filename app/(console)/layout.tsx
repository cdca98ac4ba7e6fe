import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { first, Prefetched } from '@/components/data/prefetched'
import { Providers } from '@/components/shell/providers'
import { Shell } from '@/components/shell/shell'
import { asTheme, railCookie, themeCookie } from '@/lib/client/preferences'
import { whoAmI } from '@/lib/ops/directory'
import { inbox } from '@/lib/ops/requests'
import { requirePerson } from '@/lib/server/person'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson()
  const jar = await cookies()
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
