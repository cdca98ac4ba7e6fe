'use client'
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { z } from 'zod'
import { newId } from '@/lib/format/id'
import type { Command, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { Answer } from './answer'
import { callById, callServer } from './call-server'
import { tellUnwatched } from './unwatched'
import { zodReady } from './zod'

/** Invalidates the results of these operations and refetches what is on screen. */
export function useMakeStale(): (ids: readonly string[]) => Promise<void> {
  const cache = useQueryClient()
  return (ids) =>
    cache.invalidateQueries({
      predicate: ({ queryKey: [id] }) =>
        // Every change is also a change of the history on screen.
        typeof id === 'string' && (ids.includes(id) || id === 'history.list'),
    })
}

// By default react-query queues mutations while offline and sends them later, even after the person cancelled.
// Nothing is kept after it, because input and answer can contain a secret.
const sentNowOrNever = { networkMode: 'always', retry: false, gcTime: 0 } as const

/** A command of a page. `stop` stops waiting for the answer, which leaves the outcome unknown. */
export type Sending<T, I> = UseMutationResult<Answer<T>, OpError, I> & { stop: () => void }

/**
 * Whether an answer settles a command. While the first call with the key runs or is being settled, a new key would run it
 * twice. If nothing was sent, the server accepts the same key again.
 */
export const isSettled = ({ kind, failure: { atlas, requestId } }: OpError) =>
  requestId !== undefined &&
  (atlas !== undefined || !['slow-down', 'unavailable', 'bug'].includes(kind))

export type Once = <T>(input: unknown, send: (key: string) => Promise<T>) => Promise<T>

/**
 * The idempotency key of each click: the same while the same input is in flight or its outcome is unknown, so that a
 * double click or a retry after a lost answer runs once. A new one after that, and for other input.
 */
export function useOnce(): Once {
  const current = useRef<{ key: string; of: string }>(undefined)
  return async (input, send) => {
    const of = JSON.stringify(input)
    const mine = current.current?.of === of ? current.current : { key: newId(), of }
    current.current = mine
    const renew = () => {
      if (current.current === mine) current.current = undefined
    }
    try {
      const answer = await send(mine.key)
      renew()
      return answer
    } catch (error) {
      if (error instanceof OpError && isSettled(error)) renew()
      throw error
    }
  }
}

/**
 * A command: `const allow = useCommand(allowAddresses)`, then `allow.mutate(input)`. It is sent immediately or refused,
 * never queued or retried. Affected queries are refetched even if it failed, because after an unknown outcome only a read
 * shows the result. `typed` returns the typed phrase, if one is required.
 */
export function useCommand<I extends Shape, O extends z.ZodType>(
  op: Command<I, O>,
  typed: () => string | undefined = () => undefined,
): Sending<z.output<O>, z.input<I>> {
  const makeStale = useMakeStale()
  const once = useOnce()
  const stopping = useRef<AbortController>(undefined)
  const [isSent, setSent] = useState(false)
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  const sending = useMutation<Answer<z.output<O>>, OpError, z.input<I>>({
    ...sentNowOrNever,
    mutationKey: [op.id],
    mutationFn: (input) => {
      const stop = new AbortController()
      stopping.current = stop
      // Immediately, because react-query's state follows a few milliseconds later, and Escape in between would close the
      // dialog.
      flushSync(() => setSent(true))
      return once(input, (key) =>
        callServer(op, input, { key, confirm: typed(), signal: stop.signal }),
      )
    },
    onSettled: (answer, error, input) => {
      setSent(false)
      // Not awaited: the command ends when the server answers, not when all lists are refetched.
      void makeStale(op.invalidates ?? [])
      if (!isGone.current) return
      // Not awaited, and only once zod is loaded: an exception would turn a successful command into a failure.
      const says = () => {
        const checked = op.input.safeParse(input)
        return checked.success ? op.summary(checked.data as z.output<I>) : op.title
      }
      void zodReady()
        .then(says, () => op.title)
        .then((said) =>
          tellUnwatched({
            says: said,
            ...(answer ? { requestId: answer.requestId } : {}),
            ...(error ? { error } : {}),
          }),
        )
    },
  })
  return {
    ...sending,
    isPending: sending.isPending || isSent,
    stop: () => stopping.current?.abort(),
  } as Sending<z.output<O>, z.input<I>>
}

/** Undoes a command with `op.undo`. Sent immediately or refused, like commands. */
export function useUndo<I extends Shape, O extends z.ZodType>(
  op: Command<I, O>,
): UseMutationResult<Answer<unknown>, OpError, z.output<I>> | undefined {
  const makeStale = useMakeStale()
  const once = useOnce()
  const undo = useMutation<Answer<unknown>, OpError, z.output<I>>({
    ...sentNowOrNever,
    mutationFn: async (input) => {
      await zodReady()
      const call = op.undo?.(input)
      if (!call) throw new Error(`${op.id} has no undo`)
      return once(call, (key) => callById(call.id, call.input, { key }))
    },
    // Not awaited: the command ends when the server answers, not when all lists are refetched.
    onSettled: () => void makeStale(op.invalidates ?? []),
  })
  return op.undo ? undo : undefined
}
