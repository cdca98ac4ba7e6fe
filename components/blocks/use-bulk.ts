'use client'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { FieldValues } from 'react-hook-form'
import type { Sending } from '@/lib/client/answer'
import { callById, callServer } from '@/lib/client/call-server'
import { useMakeStale } from '@/lib/client/use-command'
import { lowerFirst } from '@/lib/format/words'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { fileRequest } from '@/lib/ops/requests'
import { askInBulk, type BulkAsked, type Undo } from '../ops/bulk-asked'
import { sayUndoable } from '../ops/tell'
import { type BulkCall, isGood, isPreview, useChecks } from './bulk-checks'
import { BulkRun, isDone, type RowState } from './bulk-run'
import { whatOf } from './bulk-words'

const nothing: ReadonlyMap<string, BulkCall> = new Map()

/**
 * The checks and the run of a bulk action. `shared` are the values of its fields, undefined while they are being entered;
 * `terms` gives the reason and the ticket for rows that need approval, `typed` what the person typed to confirm.
 */
export function useBulk(
  asked: BulkAsked,
  shared: FieldValues | undefined,
  terms: () => { reason: string; ticket: string },
  typed: () => Pick<Sending, 'confirm' | 'confirmRows'>,
) {
  const makeStale = useMakeStale()
  const calls = useMemo(
    () =>
      shared
        ? new Map(
            asked.rows.flatMap((row) =>
              row.whyNot === undefined ? [[row.id, row.call(shared)] as const] : [],
            ),
          )
        : nothing,
    [asked, shared],
  )
  const { checks, isReady, again } = useChecks(calls)
  const sendable = asked.rows.filter(({ id }) => isGood(checks.get(id)))
  const gated = sendable.filter(({ id }) => {
    const check = checks.get(id)
    return isPreview(check) && isGated(check.friction)
  })

  const send = async (id: string, key: string): Promise<RowState> => {
    const check = checks.get(id)
    const call = calls.get(id)
    if (!call || !isPreview(check)) throw OpError.of('bug', 'This row was not checked.')
    const { friction } = check
    const sending = { key, ...typed() }
    if (isGated(friction)) {
      const input = { op: call.id, input: call.input, ...terms() }
      const { data } = await callServer(fileRequest, input, sending)
      return { is: 'requested', requestId: data.requestId }
    }
    try {
      const { requestId } = await callById(call.id, call.input, sending)
      return { is: 'done', requestId }
    } catch (error) {
      // Atlas's 404 means that the row is gone; Gatehouse's, that its place is.
      const isGone = error instanceof OpError && error.failure.atlas?.status === 404
      if (isGone && asked.rows.find((row) => row.id === id)?.isGoneDone?.()) return { is: 'gone' }
      throw error
    }
  }
  const latest = useRef(send)
  latest.current = send
  const [run] = useState(
    () =>
      new BulkRun(
        asked.rows.map(({ id }) => id),
        (id, key) => latest.current(id, key),
      ),
  )
  // Gone from the page in whatever way: rows that were not sent yet are not sent any more.
  useEffect(() => run.stop, [run])
  const state = useSyncExternalStore(run.subscribe, run.get, run.get)

  const undoOf = (ids: readonly string[]): Undo | undefined => {
    if (asked.undoAll) return asked.undoAll(ids)
    const rows = asked.rows.flatMap((row) => {
      const back = ids.includes(row.id) ? asked.undo?.(row.id, shared ?? {}) : undefined
      return back
        ? [{ ...row, isGoneDone: () => false, call: () => back as ReturnType<typeof row.call> }]
        : []
    })
    if (rows.length === 0) return undefined
    const { what, invalidates } = asked
    const run = () =>
      askInBulk({ verb: 'Undo', doing: 'Undoing…', what, rows, invalidates, isDanger: false })
    const detail = rows.length < ids.length && `${rows.length} of ${ids.length} can be undone.`
    return { label: 'Undo', run, ...(detail ? { detail } : {}) }
  }

  const start = async (ids: readonly string[]) => {
    await run.start(ids)
    void makeStale([
      ...asked.invalidates,
      ...(gated.length > 0 ? (fileRequest.invalidates ?? []) : []),
    ])
    const { rows } = run.get()
    const done = ids.filter((id) => rows.get(id)?.is === 'done')
    const names = asked.rows.filter(({ id }) => done.includes(id))
    if (done.length > 0)
      void sayUndoable(
        asked.title ? 'Undone' : `Done: ${lowerFirst(asked.verb)} ${whatOf(names, asked.what)}`,
        undoOf(done),
      )
  }

  return {
    /** The ids of the rows that are not done, as of now. */
    undone: () => [...run.get().rows].flatMap(([id, row]) => (isDone(row) ? [] : id)),
    calls,
    checks,
    isReady,
    again,
    sendable,
    gated,
    state,
    start,
    stop: run.stop,
  }
}
