import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { Query, Shape } from '@/lib/ops/define'
import { logRefusedRead } from '@/lib/server/asked-by'
import type { Person } from '@/lib/server/person'
import { run } from '@/lib/server/run'

// Server only. Client components of this folder never import this file.

export type First = { op: Query; input: unknown }

/** A query to prefetch for a page: `first(listAccess, { groupId })`. */
export const first = <I extends Shape, O extends z.ZodType>(
  op: Query<I, O>,
  input: z.input<I>,
): First => ({ op, input })

/** In a page, longer JSON is a script that the browser compiles in one task, for longer than it takes to read it again. */
const LONGEST = 300_000

/**
 * Reads on the server, as this person, what the page shows first, and hands it to the browser under the keys that
 * `read()` uses. What can't be read here is left out: the panel reads it again and shows the failure. What is long is
 * left out too: the panel's read then finds Atlas's answer in the cache.
 */
export async function Prefetched({
  as,
  reads,
  children,
}: {
  as: Person
  reads: readonly First[]
  children: ReactNode
}) {
  const cache = new QueryClient()
  await Promise.allSettled(
    reads.map(async ({ op, input }) => {
      try {
        const answer = await run(op, input, as)
        if (JSON.stringify(answer).length > LONGEST) return
        cache.setQueryData([op.id, input], { ...answer, requestId: '' })
      } catch (error) {
        logRefusedRead(error, { person: as, op: op.id, input })
      }
    }),
  )
  return <HydrationBoundary state={dehydrate(cache)}>{children}</HydrationBoundary>
}
