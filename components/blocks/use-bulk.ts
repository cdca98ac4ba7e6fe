'use client'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { FieldValues } from 'react-hook-form'
import type { Sending } from '@/lib/client/answer'
import { dropRun, inOneTab, keepRun } from '@/lib/client/bulk-runs'
import { callById } from '@/lib/client/call-server'
import { isSettled, useMakeStale } from '@/lib/client/use-command'
import { useMe } from '@/lib/client/use-me'
import { newId } from '@/lib/format/id'
import { lowerFirst } from '@/lib/format/words'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { MOST_IN_PLAN } from '@/lib/ops/plans'
import { fileRequest } from '@/lib/ops/requests'
import { askInBulk, type BulkAsked, type Undo } from '../ops/bulk-asked'
import { sayUndoable } from '../ops/tell'
import { type BulkCall, isGood, isPreview, useChecks } from './bulk-checks'
import { keptOf, openIn, stateOf } from './bulk-kept'
import { BulkRun, isDone, leftIn, type RowState } from './bulk-run'
import { whatOf } from './bulk-words'

/** Gatehouse carries it out after its answer. */
const isEffect = (data: unknown) => typeof data === 'object' && data !== null && 'effectId' in data

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
  const person = useMe()?.subject
  const [id] = useState(() => asked.resumes?.id ?? newId())
  // Calls without a known outcome. They are sent again as they were, with their key.
  const sent = useRef(openIn(asked.resumes))
  const [before] = useState(() => ({
    states: stateOf(asked.resumes),
    open: new Set(sent.current.keys()),
  }))
  const [isElsewhere, setElsewhere] = useState(false)
  const isTooMany = asked.rows.length > MOST_IN_PLAN
  const calls = useMemo(
    () =>
      shared && !isTooMany
        ? new Map(
            asked.rows.flatMap((row) =>
              row.whyNot === undefined ? [[row.id, row.call(shared)] as const] : [],
            ),
          )
        : nothing,
    [asked, shared, isTooMany],
  )
  const toCheck = useMemo(() => {
    const isOver = (row: string) => isDone(before.states.get(row)?.state ?? { is: 'left' })
    return new Map([...calls].filter(([row]) => !isOver(row) && !before.open.has(row)))
  }, [calls, before])
  const { checks, isReady, again } = useChecks(toCheck)
  const sendable = asked.rows.filter((row) => before.open.has(row.id) || isGood(checks.get(row.id)))
  const gated = sendable.filter((row) => {
    const check = checks.get(row.id)
    return isPreview(check) && isGated(check.friction)
  })

  /** What is sent for a row: its call, or the request for it. */
  const exactCall = (row: string): BulkCall => {
    const check = checks.get(row)
    const call = calls.get(row)
    if (!call || !isPreview(check)) throw OpError.of('bug', 'This row was not checked.')
    if (!isGated(check.friction)) return call
    // Also of the last row that is left after a reload.
    const plan = asked.rows.length > 1 ? { plan: id } : {}
    return { id: fileRequest.id, input: { op: call.id, input: call.input, ...terms(), ...plan } }
  }
  const send = async (row: string, key: string): Promise<RowState> => {
    const exact = sent.current.get(row) ?? exactCall(row)
    sent.current.set(row, exact)
    keep()
    try {
      const { data, requestId } = await callById(exact.id, exact.input, { key, ...typed() })
      sent.current.delete(row)
      return exact.id === fileRequest.id
        ? { is: 'requested', requestId: fileRequest.output.parse(data).requestId }
        : { is: 'done', requestId, isStarted: isEffect(data) }
    } catch (error) {
      if (!(error instanceof OpError)) throw error
      if (isSettled(error)) sent.current.delete(row)
      // Atlas's 404 means that the row is gone; Gatehouse's, that its place is.
      const isGone = error.failure.atlas?.status === 404
      if (isGone && asked.rows.find((one) => one.id === row)?.isGoneDone?.()) return { is: 'gone' }
      throw error
    }
  }
  const latest = useRef(send)
  latest.current = send
  const [run] = useState(
    () =>
      new BulkRun(
        asked.rows.map((row) => row.id),
        (row, key) => latest.current(row, key),
        before.states,
      ),
  )
  const [startedAt] = useState(() => asked.resumes?.startedAt ?? Date.now())
  /** Keeps the progress in the browser, before each call and after it. */
  const keep = () => {
    if (person === undefined || asked.isSecret) return
    keepRun(
      person,
      keptOf(asked, run, { id, startedAt, calls, sent: sent.current, terms: terms() }),
    )
  }
  const drop = () => {
    if (person !== undefined) dropRun(person, id)
  }
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
    const unsubscribe = run.subscribe(keep)
    setElsewhere(!(await inOneTab(id, () => run.start(ids))))
    unsubscribe()
    if (leftIn(run.get()).length === 0) drop()
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
    /** Of the run, and the plan of its requests. */
    id,
    /** More rows than one action can have. */
    isTooMany,
    /** The ids of the rows that are not done, as of now. */
    undone: () => [...run.get().rows].flatMap(([id, row]) => (isDone(row) ? [] : id)),
    calls,
    /** How many rows are checked. */
    toCheck: toCheck.size,
    checks,
    isReady,
    again,
    sendable,
    gated,
    state,
    isElsewhere,
    /** Forgets the run: nothing of it can be continued. */
    drop,
    start,
    stop: run.stop,
  }
}
