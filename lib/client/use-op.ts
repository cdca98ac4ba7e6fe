'use client'
import {
  queryOptions,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { z } from 'zod'
import type { Command, Query, Shape } from '@/lib/ops/define'
import type { OpError } from '@/lib/ops/failure'
import { type Answer, callById, callServer } from './call-server'

export type Reading<T> = UseQueryResult<Answer<T>, OpError>

const worthAnotherTry = ['atlas-down', 'unavailable', 'slow-down']
const TRIES = 3
/** After the tries, how often a panel that shows a failure looks whether it has passed. */
const RECOVER_MS = 30_000

/**
 * How to read an operation: `useQuery(read(listAccess, { groupId }))`. The cached value is an `Answer`: `data.data` is
 * the operation's output and `data.asOf` its age; give the whole query to `Panel`. Polling is the operation's (`live`)
 * and stops while the page is hidden; only what may pass by itself is tried again.
 */
export const read = <I extends Shape, O extends z.ZodType>(op: Query<I, O>, input: z.input<I>) =>
  queryOptions<Answer<z.output<O>>, OpError>({
    queryKey: [op.id, input],
    queryFn: ({ signal }) => callServer(op, input, { signal }),
    refetchInterval: ({ state: { data, error } }) =>
      data !== undefined
        ? data.misfit
          ? RECOVER_MS
          : (op.live?.(data.data) ?? false)
        : error && worthAnotherTry.includes(error.kind)
          ? RECOVER_MS
          : false,
    refetchIntervalInBackground: false,
    retry: (failures, error) => failures < TRIES && worthAnotherTry.includes(error.kind),
    retryDelay: (failures, error) =>
      (error.failure.retryAfterSeconds ?? Math.min(2 ** failures, 8)) * 1000,
  })

/** Marks everything these operations answered as stale, and reads again what is on screen. */
export function useMakeStale(): (ids: readonly string[]) => Promise<void> {
  const cache = useQueryClient()
  return (ids) =>
    cache.invalidateQueries({
      predicate: ({ queryKey: [id] }) => typeof id === 'string' && ids.includes(id),
    })
}

/**
 * A command to send: `const allow = useCommand(allowAddresses)`, then `allow.mutate(input)`. What it makes stale is read
 * again whether it worked or not: after an unknown outcome the reading is the answer. Never tried again by itself.
 */
export function useCommand<I extends Shape, O extends z.ZodType>(
  op: Command<I, O>,
): UseMutationResult<Answer<z.output<O>>, OpError, z.input<I>> {
  const makeStale = useMakeStale()
  return useMutation({
    mutationKey: [op.id],
    mutationFn: (input) => callServer(op, input),
    // Not awaited: the command is over when the server says so, not when every list is read again.
    onSettled: () => void makeStale(op.stales ?? []),
  })
}

/** Takes a command back by the call its description names (`op.undo`). */
export function useUndo<I extends Shape, O extends z.ZodType>(
  op: Command<I, O>,
): UseMutationResult<Answer<unknown>, OpError, z.output<I>> | undefined {
  const makeStale = useMakeStale()
  const undo = useMutation<Answer<unknown>, OpError, z.output<I>>({
    mutationFn: async (input) => {
      const call = op.undo?.(input)
      if (!call) throw new Error(`${op.id} has no undo`)
      return callById(call.id, call.input)
    },
    // Not awaited: the command is over when the server says so, not when every list is read again.
    onSettled: () => void makeStale(op.stales ?? []),
  })
  return op.undo ? undo : undefined
}
