'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type FieldValues, type UseFormReturn, useForm, useWatch } from 'react-hook-form'
import { callServer } from '@/lib/client/call-server'
import { serverNow } from '@/lib/client/clock'
import { useCommand, useMakeStale } from '@/lib/client/use-op'
import { count, list } from '@/lib/format/words'
import { type AccessEntry, allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { type Preview, previewOp } from '@/lib/ops/console'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { fileRequest } from '@/lib/ops/requests'
import { BulkRun, haltOf } from '../blocks/bulk-run'
import { useFormPreview } from '../form/consequence'
import { useLeaveWarning } from '../form/leave'
import { useDraft } from '../form/use-draft'
import { say, sayFailure } from '../ops/tell'
import { missing, useTerms } from './approval-part'
import type { Entry } from './entries'
import { isByLine } from './paste/read'
import { type AllowValues, type Planned, planOf, whatOf } from './plan'
import { refusedBy } from './refused'
import { usePasted } from './use-pasted'
import { useReread } from './use-reread'

export type AllowStart = { text: string; comment: string; endsAt?: string | undefined }

/** What was done while something is left in the sheet. */
export type Told = { tone: 'good' | 'warn'; title: string; requestId?: string }

/** Why the last press did nothing, and the entries that Atlas refused. */
export type Failed = { error: OpError; after?: string; refused?: readonly Planned[] }

const nothing = { entries: [], bad: [], repeated: 0 }
const HOUR = 3_600_000
const USUAL_HOURS = 8
const empty = { text: '', comment: '', reason: '', ticket: '' }
const noSecrets: readonly string[] = []

type Values = AllowValues & { text: string; reason: string; ticket: string }

/** Temporary is the usual. Whole minutes: what the field shows is what is sent. */
function usualEnd(): string {
  const end = Math.floor((serverNow() + USUAL_HOURS * HOUR) / 60_000) * 60_000
  return new Date(end).toISOString().replace('.000Z', 'Z')
}

const valuesOf = (values: FieldValues): Values => ({
  text: String(values.text ?? ''),
  comment: String(values.comment ?? ''),
  endsAt: typeof values.endsAt === 'string' ? values.endsAt : null,
  reason: String(values.reason ?? ''),
  ticket: String(values.ticket ?? ''),
})

/** The state of the sheet's form, its plan, and sending it. */
export function useAllow({
  groupId,
  existing,
  start,
  onClose,
}: {
  groupId: string
  existing: readonly Entry[] | undefined
  start: AllowStart | undefined
  onClose: () => void
}) {
  const isClosed = useRef(false)
  useEffect(() => {
    isClosed.current = false
    return () => {
      isClosed.current = true
    }
  }, [])
  const makeStale = useMakeStale()
  const reread = useReread(groupId)
  const typed = useRef('')
  const allow = useCommand(allowAddresses, () => typed.current)
  const file = useCommand(fileRequest)
  const initial = useCallback(
    () => ({ ...empty, ...start, endsAt: start ? (start.endsAt ?? null) : usualEnd() }),
    [start],
  )
  const form: UseFormReturn = useForm<FieldValues>({ defaultValues: initial() })
  const draft = useDraft(form, allowAddresses.id, { groupId, ...empty, ...start }, noSecrets)
  const [asking, setAsking] = useState<{ preview: Preview; entries: AccessEntry[] }>()
  const [failed, setFailed] = useState<Failed>()
  const [note, setNote] = useState<Told>()
  const [isGatedHere, setGatedHere] = useState<string>()
  useLeaveWarning(form.formState.isDirty)

  const values = valuesOf(useWatch({ control: form.control }))
  const readText = usePasted(values.text)
  const shape = useCallback(
    (raw: FieldValues) => {
      const wanted = valuesOf(raw)
      const pasted = readText(wanted.text) ?? nothing
      const { direct, wide } = planOf(pasted, wanted, existing ?? [], serverNow())
      return { groupId, entries: (direct.length > 0 ? direct : wide).map((p) => p.entry) }
    },
    [groupId, existing, readText],
  )
  const preview = useFormPreview(form, allowAddresses, shape)
  const { text, comment, endsAt } = values
  const pasted = useMemo(() => readText(text), [readText, text])
  const plain = useMemo(
    () => planOf(pasted ?? nothing, { comment, endsAt }, existing ?? [], serverNow()),
    [pasted, comment, endsAt, existing],
  )
  const told = isGated(preview?.friction) ? preview.friction.because : undefined
  const gated = plain.direct.length > 0 ? (isGatedHere ?? told) : undefined
  const plan = gated
    ? planOf(pasted ?? nothing, { comment, endsAt }, existing ?? [], serverNow(), gated)
    : plain
  const terms = useTerms(groupId, plan.wide.length > 0).data?.data

  /** Shows each problem at its field and focuses the first; true when there is none. */
  function isGood(problems: Partial<Record<string, string>>): boolean {
    form.clearErrors()
    const all = Object.entries(problems)
    for (const [name, message] of all) form.setError(name, { message: message ?? '' })
    const [first] = all
    if (first) form.setFocus(first[0])
    return all.length === 0
  }

  const fail = (error: unknown, after?: string) =>
    setFailed({
      error:
        error instanceof OpError ? error : OpError.of('bug', 'This form failed. Reload the page.'),
      ...(after ? { after } : {}),
    })

  /** Takes the lines that are done out of the box, and all of it when it is done; closes when nothing is left. */
  function settle(isDone: (value: string) => boolean, said: Told) {
    const left = plan.all.filter((p) => p.isNew && !isDone(p.value))
    const kept = new Set([...left, ...plan.bad].map(({ line }) => line))
    const isAllDone = kept.size === 0
    const rest = isAllDone
      ? ''
      : isByLine(text)
        ? text
            .split(/\r\n|\n|\r/)
            .filter((_, at) => kept.has(at + 1))
            .join('\n')
        : text
    form.setValue('text', rest)
    if (rest === '' && said.requestId === undefined) {
      startOver()
      onClose()
      return false
    }
    setNote(said)
    return true
  }

  function startOver() {
    form.reset(initial())
    draft.drop()
  }

  async function commit(entries: AccessEntry[]) {
    setAsking(undefined)
    const wanted = entries.map((e) => e.address)
    const what = entries.map((e) => ({ value: e.address }))
    try {
      const { requestId } = await allow.mutateAsync({ groupId, entries })
      const there = await reread()
      const lost = there ? wanted.filter((v) => !there.has(v)) : []
      const done = `${whatOf(what)} added`
      if (!there)
        settle(() => true, { tone: 'warn', title: `${done}. The list could not be refreshed.` })
      else if (lost.length > 0)
        settle((v) => wanted.includes(v) && !lost.includes(v), {
          tone: 'warn',
          title: `Atlas accepted the call, but the list does not show ${list(lost)}. Refresh the list before you try again.`,
        })
      else {
        settle((v) => wanted.includes(v), { tone: 'good', title: `${done}. Not added yet:` })
        void say(done, { requestId, undo: { label: 'Undo', run: () => void takeBack(wanted) } })
      }
    } catch (error) {
      if (!(error instanceof OpError)) return fail(error)
      if (error.kind === 'needs-approval') return setGatedHere(error.message)
      if (error.kind !== 'unknown-outcome')
        return setFailed({ error, refused: refusedBy(error, plan.direct) })
      const there = await reread()
      const found = there && wanted.filter((v) => there.has(v)).length
      fail(
        error,
        found === undefined
          ? 'The list could not be refreshed.'
          : found === 0
            ? `Checked just now: ${wanted.length === 1 ? 'the address is' : 'the addresses are'} not on the list.`
            : `Checked just now: ${found} of ${count(wanted.length, 'address', 'addresses')} ${found === 1 ? 'is' : 'are'} on the list.`,
      )
    }
  }

  /** Removing needs no question here: it takes away what was added a moment ago. */
  async function takeBack(values: readonly string[]) {
    const run = new BulkRun(values, async (entryValue, key) => {
      const { requestId } = await callServer(removeAddress, { groupId, entryValue }, { key })
      return { is: 'done', requestId }
    })
    await run.start()
    await makeStale(allowAddresses.invalidates ?? [])
    const error = haltOf(run.get())
    if (error) void sayFailure(error)
    else void say(`${whatOf(values.map((value) => ({ value })))} removed`)
  }

  // What is left out, or is sent otherwise than the form says, is shown before it is sent.
  const needsLook = plan.bad.length > 0 || plan.endless > 0 || plan.already.length > 0

  /** Sends what needs no approval, after the confirmation that its friction asks for. */
  async function submitDirect() {
    setFailed(undefined)
    setNote(undefined)
    if (allow.isPending || pasted === undefined || !isGood(plan.problems)) return
    const entries = plan.direct.map((p) => p.entry)
    try {
      // Past the page's cache, which waits for the network: what is sent next is sent now or never.
      const { data } = await callServer(previewOp, {
        op: allowAddresses.id,
        input: { groupId, entries },
      })
      if (isClosed.current) return
      if (isGated(data.friction)) setGatedHere(data.friction.because)
      else if (data.friction.level === 'none' && !needsLook) await commit(entries)
      else setAsking({ preview: data, entries })
    } catch (error) {
      fail(error)
    }
  }

  /** Files a request for what is wide. */
  async function submitRequest() {
    setFailed(undefined)
    setNote(undefined)
    if (
      file.isPending ||
      pasted === undefined ||
      !isGood({ ...plan.problems, ...missing(values, terms) })
    )
      return
    const wanted = plan.wide.map((p) => p.value)
    try {
      const { data } = await file.mutateAsync({
        op: allowAddresses.id,
        input: { groupId, entries: plan.wide.map((p) => p.entry) },
        reason: values.reason,
        ticket: values.ticket,
      })
      settle((v) => wanted.includes(v), {
        tone: 'good',
        title: `Request for ${whatOf(plan.wide)} filed. Nothing opens until it is approved.`,
        requestId: data.requestId,
      })
      form.setValue('reason', '')
      form.setValue('ticket', '')
    } catch (error) {
      fail(error)
    }
  }

  return {
    form,
    draft,
    values,
    plan,
    preview,
    isReading: pasted === undefined,
    startOver: () => {
      draft.discard()
      form.reset(initial())
    },
    mayFile: terms?.whyNot ?? undefined,
    failed,
    note,
    asking,
    isAllowing: allow.isPending,
    isFiling: file.isPending,
    submitDirect,
    submitRequest,
    confirm: (phrase: string) => {
      typed.current = phrase
      if (asking) void commit(asking.entries)
    },
    cancelAsking: () => setAsking(undefined),
  }
}
