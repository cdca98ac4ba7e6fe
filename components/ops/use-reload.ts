'use client'
import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { callById } from '@/lib/client/call-server'
import type { Command, Shape } from '@/lib/ops/define'

/** Reads what an input's `opened` describes again, past the cache, as the description says. */
export function useReload<I extends Shape, O extends z.ZodType>(
  op: Command<I, O>,
  given: unknown,
): () => Promise<unknown> {
  const cache = useQueryClient()
  return async () => {
    if (!op.opened) return undefined
    const { id, input } = op.opened.read(given as z.output<I>)
    const answer = await cache.fetchQuery({
      queryKey: [id, input],
      queryFn: ({ signal }) => callById(id, input, { signal }),
      staleTime: 0,
    })
    return op.opened.now(answer.data, given as z.output<I>)
  }
}
