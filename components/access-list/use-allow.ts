'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type FieldValues, type UseFormReturn, useForm, useWatch } from 'react-hook-form'
import { callServer } from '@/lib/client/call-server'
import { serverNow } from '@/lib/client/clock'
import { useCommand, useMakeStale } from '@/lib/client/use-op'
import { count, list } from '@/lib/format/words'
import { type AccessEntry, allowAddresses } from '@/lib/ops/access-list'
import { type Preview, previewOp } from '@/lib/ops/console'
import { OpError } from '@/lib/ops/failure'
import { fileRequest } from '@/lib/ops/requests'
import { useFormPreview } from '../form/consequence'
import { useLeaveWarning } from '../form/leave'
import { useDraft } from '../form/use-draft'
import { say, sayFailure } from '../ops/tell'
import { missing, useTerms } from './approval-part'
import type { Entry } from './entries'
import { removeOneByOne } from './one-by-one'
import { asText } from './pasted'
import { type AllowValues, planOf, whatOf } from './plan'
import { useReread } from './use-reread'

export type AllowStart = { text: string; comment: string; endsAt?: string | undefined }

/** What was done in the sheet while something is left in it. */
export type Told = { tone: 'good' | 'warn'; title: string; requestId?: string }

const HOUR = 3_600_000
const USUAL_HOURS = 8
const empty = { text: '', comment: '', reason: '', ticket: '' }
const noSecrets: readonly string[] = []

const valuesOf = (values: FieldValues): AllowValues & { reason: string; ticket: string } => ({
  text: String(values.text ?? ''),
  comment: String(values.comment ?? ''),
  endsAt: typeof values.endsAt === 'string' ? values.endsAt : undefined,
  reason: String(values.reason ?? ''),
  ticket: String(values.ticket ?? ''),
})

/** The sheet's form: what it holds, what it would do, and doing it. */
export function useAllow({
  groupId,
  existing,
  start,
  onMine,
  onClose,
}: {
  groupId: string
  existing: readonly Entry[] | undefined
  start: AllowStart | undefined
  onMine: (values: readonly string[]) => void
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
  const form: UseFormReturn = useForm<FieldValues>({ defaultValues: { ...empty, ...start } })
  const draft = useDraft(form, allowAddresses.id, { groupId, ...empty, ...start }, noSecrets)
  const [asking, setAsking] = useState<{ preview: Preview; entries: AccessEntry[] }>()
  const [failed, setFailed] = useState<{ error: OpError; after?: string }>()
  const [told, setTold] = useState<Told>()
  const [isGatedHere, setGatedHere] = useState(false)
  useLeaveWarning(form.formState.isDirty)

  // Temporary is the usual; set here rather than as a default, which would come back when the end is taken away.
  useEffect(() => {
    if (start || form.getValues('text') || form.getValues('comment')) return
    const end = Math.floor((serverNow() + USUAL_HOURS * HOUR) / 60_000) * 60_000
    form.setValue('endsAt', new Date(end).toISOString().replace('.000Z', 'Z'))
  }, [form, start])

  const values = valuesOf(useWatch({ control: form.control }))
  const shape = useCallback(
    (raw: FieldValues) => {
      const { direct, wide } = planOf(valuesOf(raw), existing ?? [], serverNow())
      return { groupId, entries: (direct.length > 0 ? direct : wide).map((p) => p.entry) }
    },
    [groupId, existing],
  )
  const preview = useFormPreview(form, allowAddresses, shape)
  const { text, comment, endsAt } = values
  const plain = useMemo(
    () => planOf({ text, comment, endsAt }, existing ?? [], serverNow()),
    [text, comment, endsAt, existing],
  )
  const byPolicy =
    plain.direct.length > 0 && (isGatedHere || preview?.friction.level === 'approval')
  const plan = byPolicy
    ? planOf({ text, comment, endsAt }, existing ?? [], serverNow(), true)
    : plain
  const terms = useTerms(groupId, plan.wide.length > 0).data?.data

  /** Puts what is wrong beside its field and the focus there; true when nothing is. */
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
        error instanceof OpError
          ? error
          : OpError.of('bug', 'This form failed. Load the page again.'),
      ...(after ? { after } : {}),
    })

  /** Takes what is done out of the box; closes when nothing is left. */
  function settle(isDone: (value: string) => boolean, note: Told) {
    const rest = asText(
      plan.all.filter((p) => p.isNew && !isDone(p.value)),
      plan.bad,
    )
    form.setValue('text', rest)
    if (rest === '' && note.requestId === undefined) {
      draft.drop()
      form.reset(empty)
      onClose()
      return false
    }
    setTold(note)
    return true
  }

  async function commit(entries: AccessEntry[]) {
    setAsking(undefined)
    const wanted = entries.map((e) => e.address)
    const what = entries.map((e) => ({ value: e.address }))
    onMine(wanted)
    try {
      const { requestId } = await allow.mutateAsync({ groupId, entries })
      const there = await reread()
      const lost = there ? wanted.filter((v) => !there.has(v)) : []
      const done = `${whatOf(what)} ${wanted.length > 1 ? 'are' : 'is'} allowed`
      if (!there)
        settle(() => true, { tone: 'warn', title: `${done}; the list could not be read again.` })
      else if (lost.length > 0)
        settle((v) => wanted.includes(v) && !lost.includes(v), {
          tone: 'warn',
          title: `Atlas accepted the call, but the list does not show ${list(lost)}. Read the list again before you repeat it.`,
        })
      else {
        settle((v) => wanted.includes(v), { tone: 'good', title: `${done}. This is left:` })
        void say(done, { requestId, undo: { label: 'Undo', run: () => void takeBack(wanted) } })
      }
    } catch (error) {
      if (error instanceof OpError && error.kind === 'needs-approval') return setGatedHere(true)
      if (!(error instanceof OpError && error.kind === 'unknown-outcome')) return fail(error)
      const there = await reread()
      const found = there && wanted.filter((v) => there.has(v)).length
      fail(
        error,
        found === undefined
          ? 'The list could not be read again.'
          : `Read again just now, the list shows ${found} of the ${count(wanted.length, 'address', 'addresses')}.`,
      )
    }
  }

  async function takeBack(values: readonly string[]) {
    const { error } = await removeOneByOne(groupId, values)
    await makeStale(allowAddresses.stales ?? [])
    if (error) void sayFailure(error)
    else void say(`${whatOf(values.map((value) => ({ value })))} removed again`)
  }

  /** Allows what needs nobody else, after the question that its friction asks. */
  async function submitDirect() {
    setFailed(undefined)
    setTold(undefined)
    if (allow.isPending || !isGood(plan.problems)) return
    const entries = plan.direct.map((p) => p.entry)
    try {
      // Past the page's cache, which waits for the network: what is sent next is sent now or never.
      const { data } = await callServer(previewOp, {
        op: allowAddresses.id,
        input: { groupId, entries },
      })
      if (isClosed.current) return
      if (data.friction.level === 'approval') setGatedHere(true)
      else if (data.friction.level === 'none') await commit(entries)
      else setAsking({ preview: data, entries })
    } catch (error) {
      fail(error)
    }
  }

  /** Asks a second person for what is wide. */
  async function submitRequest() {
    setFailed(undefined)
    setTold(undefined)
    if (file.isPending || !isGood({ ...plan.problems, ...missing(values, terms) })) return
    const wanted = plan.wide.map((p) => p.value)
    onMine(wanted)
    try {
      const { data } = await file.mutateAsync({
        op: allowAddresses.id,
        input: { groupId, entries: plan.wide.map((p) => p.entry) },
        reason: values.reason,
        ticket: values.ticket.trim(),
      })
      settle((v) => wanted.includes(v), {
        tone: 'good',
        title: `The request for ${whatOf(plan.wide)} is filed. Nothing is open until a second person approves it.`,
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
    byPolicy,
    mayFile: terms?.whyNot ?? undefined,
    failed,
    told,
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
