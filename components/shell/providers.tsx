'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { callsReady } from '@/lib/client/call-server'
import { RenderedAtProvider } from '@/lib/client/use-now'
import { ZoneProvider } from '@/lib/client/use-zone'
import { zodReady } from '@/lib/client/zod'
import { BulkHost } from '../blocks/bulk-host'
import { lazyComponent } from '../ui/lazy-component'

const Toaster = lazyComponent(() => import('../ui/toast').then((m) => m.Toaster))

const makeCache = () =>
  new QueryClient({
    // Don't refetch prefetched data at once; a newer answer during hydration would also not match what the server
    // rendered.
    defaultOptions: {
      queries: { staleTime: 5000 },
      // Never queue mutations while offline.
      mutations: { networkMode: 'always', retry: false },
    },
  })

/** The providers of every page. `renderedAt` is the server's render time in milliseconds, `zone` the time zone it used. */
export function Providers({
  renderedAt,
  zone = 'UTC',
  children,
}: {
  renderedAt: number
  zone?: string
  children: ReactNode
}) {
  const [cache] = useState(makeCache)
  // Right after the page works: event handlers check input and call the server without waiting.
  useEffect(() => {
    for (const part of [callsReady(), zodReady()]) part.catch(() => undefined)
  }, [])
  return (
    <QueryClientProvider client={cache}>
      <RenderedAtProvider value={renderedAt}>
        <ZoneProvider value={zone}>
          {children}
          <Toaster />
          <BulkHost />
        </ZoneProvider>
      </RenderedAtProvider>
    </QueryClientProvider>
  )
}
