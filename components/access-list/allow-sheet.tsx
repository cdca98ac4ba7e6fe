'use client'
import { useCallback, useMemo, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { useWhyNot } from '@/lib/client/use-me'
import { useZone } from '@/lib/client/use-zone'
import { type AllowInput, allowAddresses } from '@/lib/ops/access-list'
import { isGated } from '@/lib/ops/friction'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { AllowFields, type Told } from './allow-fields'
import type { Entry } from './entries'
import { EntryLines } from './entry-line'
import { isByLine } from './paste/read'
import { leftOutOf, type Plan, planOf, untilOf, whatOf } from './plan'
import { Refusal } from './refusal'
import { usePasted } from './use-pasted'
import { useReread } from './use-reread'
import { useTakeBack } from './use-take-back'

export type AllowStart = { text: string; comment: string; endsAt?: string | undefined }

const nothing = { entries: [], bad: [], repeated: 0 }
const HOUR = 3_600_000
const USUAL_HOURS = 8

/** Most entries are temporary. Whole minutes, because the field shows no seconds. */
function usualEnd(): string {
  const end = Math.floor((serverNow() + USUAL_HOURS * HOUR) / 60_000) * 60_000
  return new Date(end).toISOString().replace('.000Z', 'Z')
}

/** Adds addresses, typed or pasted; files a request for those that need approval. */
export function AllowSheet({
  groupId,
  existing,
  start,
  onClose,
  onChange,
}: {
  groupId: string
  existing: readonly Entry[] | undefined
  start: AllowStart | undefined
  onClose: () => void
  /** Edits an entry that is on the list already. */
  onChange: (entry: Entry) => void
}) {
  const [text, setText] = useState('')
  const [gated, setGated] = useState<string>()
  const [note, setNote] = useState<Told>()
  const [refused, setRefused] = useState<readonly string[]>([])
  const whyNot = useWhyNot(allowAddresses, { kind: 'project', groupId })
  const zone = useZone()
  const readText = usePasted(text)
  const reread = useReread(groupId)
  const takeBack = useTakeBack(groupId)
  const planFor = useCallback(
    ({ entries, comment, endsAt }: FieldValues, because = gated): Plan =>
      planOf(
        readText(String(entries ?? '')) ?? nothing,
        { comment: String(comment ?? ''), endsAt: typeof endsAt === 'string' ? endsAt : null },
        existing ?? [],
        serverNow(),
        because,
      ),
    [readText, existing, gated],
  )
  const given = useMemo(
    () => ({ groupId, entries: start?.text ?? '', comment: start?.comment ?? '' }),
    [groupId, start],
  )
  const initial = useMemo(
    () => ({
      ...given,
      endsAt: start ? (start.endsAt ?? null) : usualEnd(),
      reason: '',
      ticket: '',
    }),
    [given, start],
  )

  /** Takes the lines that are done out of the box; closes when nothing is left. */
  function settle(form: UseFormReturn, done: readonly string[], said: Told) {
    const plan = planFor(form.getValues())
    const left = plan.all.filter((p) => p.isNew && !done.includes(p.value))
    const kept = new Set([...left, ...plan.bad].map(({ line }) => line))
    const typed = String(form.getValues('entries'))
    const lines = typed.split(/\r\n|\n|\r/).filter((_, at) => kept.has(at + 1))
    form.setValue('entries', kept.size === 0 ? '' : isByLine(typed) ? lines.join('\n') : typed)
    if (kept.size === 0 && said.requestId === undefined) onClose()
    else setNote(said)
  }

  async function onDone({ entries }: AllowInput, form: UseFormReturn) {
    const wanted = entries.map((e) => e.address)
    const done = `${whatOf(entries.map((e) => ({ value: e.address })))} added`
    const there = await reread()
    const lost = there ? wanted.filter((value) => !there.has(value)) : []
    settle(
      form,
      wanted.filter((value) => !lost.includes(value)),
      lost.length > 0
        ? {
            tone: 'warn',
            title: `Atlas accepted the call, but the list does not show ${lost.join(', ')}. Refresh the list before you try again.`,
          }
        : { tone: 'good', title: `${done}. Not added yet:` },
    )
  }

  return (
    <FormSheetOpen
      op={allowAddresses}
      title="Add to the access list"
      description="Clients at these addresses can try to sign in to the clusters of this project."
      start={initial}
      draftOf={given}
      whyNot={whyNot}
      shape={(values) => {
        const { direct, wide } = planFor(values)
        return { groupId, entries: (direct.length > 0 ? direct : wide).map((p) => p.entry) }
      }}
      submit={(values) => {
        const { direct } = planFor(values)
        if (direct.length === 0) return 'Allow address'
        return `Allow ${whatOf(direct)} ${untilOf(direct, serverNow(), zone)}`.trim()
      }}
      review={(values) => {
        const plan = planFor(values)
        const leftOut = leftOutOf(plan)
        return {
          isNeeded: leftOut.length > 0,
          show: (
            <>
              <EntryLines entries={plan.direct} />
              {leftOut.length > 0 && (
                <ul className="grid list-disc gap-1 pl-5 text-sm text-warn">
                  {leftOut.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              )}
            </>
          ),
        }
      }}
      refusal={(error) => <Refusal {...{ error, planFor, reread }} onRefused={setRefused} />}
      onPreview={(preview, values) => {
        // The policy may require approval where the addresses alone do not.
        const isDirect = planFor(values, '').direct.length > 0
        setGated(isDirect && isGated(preview?.friction) ? preview.friction.because : undefined)
      }}
      undo={({ entries }) => ({
        label: 'Undo',
        run: () => void takeBack(entries.map((e) => e.address)),
      })}
      onDone={(_, input, form) => void onDone(input, form)}
      onRequested={(requestId, { entries }, form) => {
        const values = entries.map((e) => e.address)
        settle(form, values, {
          tone: 'good',
          title: `Request for ${whatOf(values.map((value) => ({ value })))} filed. Nothing is added until it is approved.`,
          requestId,
        })
        form.setValue('reason', '')
        form.setValue('ticket', '')
      }}
      onClose={onClose}
    >
      <AllowFields
        {...{ groupId, existing, planFor, note, refused, onChange }}
        isReading={readText(text) === undefined}
        onText={setText}
      />
    </FormSheetOpen>
  )
}
