'use client'
import { useEffect, useState } from 'react'
import { callServer } from '@/lib/client/call-server'
import { type Preview, previewOp } from '@/lib/ops/console'
import { OpError } from '@/lib/ops/failure'

/** What a row's command would do, or why that can't be read. */
export type Check = Preview | OpError
export type BulkCall = { id: string; input: Record<string, unknown> }

/** Previews read at the same time. */
const AT_ONCE = 4

export const isPreview = (check: Check | undefined): check is Preview =>
  check !== undefined && !(check instanceof OpError)

/** Whether the row can be sent. */
export const isGood = (check: Check | undefined): check is Preview =>
  isPreview(check) && check.whyNot === null

/** Reads the preview of each row's call, a few at a time. A later read of the same Atlas answer comes from the cache. */
export function useChecks(calls: ReadonlyMap<string, BulkCall>) {
  const [checks, setChecks] = useState<ReadonlyMap<string, Check>>(new Map())
  const [round, setRound] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads what failed again
  useEffect(() => {
    const stop = new AbortController()
    const due = [...calls].filter(([id]) => !isGood(checks.get(id)))
    const next = async (): Promise<void> => {
      const one = due.shift()
      if (!one || stop.signal.aborted) return
      const [id, { id: op, input }] = one
      const check = await callServer(previewOp, { op, input }, { signal: stop.signal }).then(
        ({ data }) => data,
        (error: unknown) => (error instanceof OpError ? error : undefined),
      )
      if (stop.signal.aborted) return
      if (check) setChecks((was) => new Map(was).set(id, check))
      return next()
    }
    for (let i = 0; i < AT_ONCE; i++) void next()
    return () => stop.abort()
  }, [calls, round])

  return {
    checks,
    isReady: [...calls.keys()].every((id) => checks.has(id)),
    again: () => {
      setChecks((was) => new Map([...was].filter(([, check]) => isGood(check))))
      setRound(round + 1)
    },
  }
}
