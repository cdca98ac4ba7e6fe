'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { RenderedAtProvider } from '@/lib/client/use-now'
import { UndoHost } from '../ops/undo-host'
import { later } from '../ui/later'
import { TooltipProvider } from '../ui/tooltip'

const Toaster = later(() => import('../ui/toast').then((m) => m.Toaster))

const makeCache = () =>
  new QueryClient({
    // What a page came with is not read a second time at once; a fresher answer that arrives between the parts of a page
    // waking up would also not fit what the server rendered.
    defaultOptions: {
      queries: { staleTime: 5000 },
      // Nothing is held back while offline and sent later.
      mutations: { networkMode: 'always', retry: false },
    },
  })

/** What every page of the console rests on. `renderedAt`: when the server rendered it, in milliseconds. */
export function Providers({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  const [cache] = useState(makeCache)
  return (
    <QueryClientProvider client={cache}>
      <NuqsAdapter>
        <RenderedAtProvider value={renderedAt}>
          <TooltipProvider delayDuration={250} skipDelayDuration={200}>
            {children}
            <Toaster />
            <UndoHost />
          </TooltipProvider>
        </RenderedAtProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  )
}
