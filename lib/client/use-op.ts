'use client'
import { queryOptions, type UseQueryResult } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Query, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { Answer } from './answer'
import { callServer } from './call-server'

export type Reading<T> = UseQueryResult<Answer<T>, OpError>

const worthAnotherTry = ['atlas-down', 'unavailable', 'slow-down']
/** The server has retried a read three times, so one more silent retry is enough. */
const TRIES = 1
/** A failure that took this long is shown immediately, without another retry. */
const PATIENCE_MS = 4_000
/** After the retries, how often a panel with an error tries again. */
const RECOVER_MS = 15_000

/** Failures that took too long for another retry. */
const slow = new WeakSet<OpError>()

/** Runs a read, and remembers a failure that took long. */
async function timed<T>(work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  try {
    return await work()
  } catch (error) {
    if (error instanceof OpError && performance.now() - begun > PATIENCE_MS) slow.add(error)
    throw error
  }
}

/**
 * How to read an operation: `useQuery(read(listAccess, { groupId }))`. The cached value is an `Answer`: `data.data` is
 * the operation's output and `data.asOf` its age; pass the whole query to `Panel`. It polls at the operation's
 * `refetchInterval` while the page is visible, and retries only transient failures.
 */
export const read = <I extends Shape, O extends z.ZodType>(op: Query<I, O>, input: z.input<I>) =>
  queryOptions<Answer<z.output<O>>, OpError>({
    queryKey: [op.id, input],
    queryFn: ({ signal }) => timed(() => callServer(op, input, { signal })),
    refetchInterval: ({ state: { data, error } }) =>
      data !== undefined
        ? data.misfit
          ? RECOVER_MS
          : (op.refetchInterval?.(data.data) ?? false)
        : error && worthAnotherTry.includes(error.kind)
          ? RECOVER_MS
          : false,
    refetchIntervalInBackground: false,
    ...retries,
  })

/** When a failed read is tried again, and after how long. */
export const retries = {
  retry: (failures: number, error: OpError): boolean =>
    failures < TRIES &&
    worthAnotherTry.includes(error.kind) &&
    !slow.has(error) &&
    retryAfterMs(error) <= PATIENCE_MS,
  retryDelay: (_: number, error: OpError): number => retryAfterMs(error),
}

const retryAfterMs = ({ failure }: OpError) => (failure.retryAfterSeconds ?? 1) * 1000
