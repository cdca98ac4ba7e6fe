'use client'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { callServer } from '@/lib/client/call-server'
import { useMe } from '@/lib/client/use-me'
import { useMakeStale } from '@/lib/client/use-op'
import { relationsOf } from '@/lib/format/address'
import { isWide } from '@/lib/format/address-sum'
import { count, list } from '@/lib/format/words'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { OpError } from '@/lib/ops/failure'
import { CallDetails, usePreview } from '../ops/call-preview'
import { FailureNote } from '../ops/failure-note'
import { sendOrAsk } from '../ops/send-or-ask'
import { say, sayFailure } from '../ops/tell'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { Entry } from './entries'
import { type Removal, removeOneByOne } from './one-by-one'
import { whatOf } from './plan'
import { putBack } from './put-back'
import type { AllowStart } from './use-allow'

const SHOWN = 8

/** Asks before entries are removed, removes them one after the other, and offers to put them back. */
export function RemoveDialog({
  groupId,
  entries,
  existing,
  onMine,
  onClose,
  onAskBack,
}: {
  groupId: string
  entries: readonly Entry[]
  existing: readonly Entry[]
  onMine: (values: readonly string[]) => void
  onClose: () => void
  /** Opens the form for what only a second person can put back. */
  onAskBack: (start: AllowStart) => void
}) {
  const makeStale = useMakeStale()
  const environment = useMe()?.projects.find((p) => p.groupId === groupId)?.environment
  const [left, setLeft] = useState(entries)
  const [at, setAt] = useState<number>()
  const [result, setResult] = useState<Removal>()
  const isStopped = useRef(false)
  // Gone from the page by whatever way: what was not sent yet is not sent any more.
  useEffect(() => {
    isStopped.current = false
    return () => {
      isStopped.current = true
    }
  }, [])
  const [only] = left
  const one = left.length === 1 && only !== undefined ? only : undefined
  const preview = usePreview(
    removeAddress.id,
    only ? { groupId, entryValue: only.value } : undefined,
  ).data?.data

  const friction =
    preview?.friction ??
    removeAddress.friction?.(
      { groupId, entryValue: only?.value ?? '' },
      environment ?? 'production',
    )
  const isRunning = at !== undefined
  const what = whatOf(left)
  const button = isRunning
    ? `Removing ${at + 1} of ${left.length}…`
    : result?.left.length
      ? `Remove the other ${left.length}`
      : `Remove ${what}`

  async function remove() {
    if (isRunning) return
    isStopped.current = false
    setResult(undefined)
    setAt(0)
    const wanted = left
    onMine(wanted.map((e) => e.value))
    const done = await removeOneByOne(
      groupId,
      wanted.map((e) => e.value),
      { onNext: setAt, isStopped: () => isStopped.current },
    )
    await makeStale(removeAddress.stales ?? [])
    setAt(undefined)
    const removed = wanted.filter((e) => done.removed.includes(e.value))
    if (removed.length > 0) tell(removed)
    if (done.left.length === 0) {
      if (removed.length === 0) void say(`${whatOf(wanted)} was gone already`)
      return onClose()
    }
    setResult(done)
    setLeft(wanted.filter((e) => done.left.includes(e.value)))
  }

  function tell(removed: readonly Entry[]) {
    const title = `${whatOf(removed)} removed`
    const back = removed.flatMap((e) => putBack(e) ?? [])
    const direct = back.filter((e) => !isWide(e.address))
    const [first] = back
    if (first && direct.length === 0)
      void say(title, {
        detail: 'Putting it back needs a second person.',
        undo: {
          label: 'Ask for it back',
          run: () =>
            onAskBack({
              text: back.map((e) => `${e.address}  # ${e.comment}`).join('\n'),
              comment: first.comment,
              endsAt: first.deleteAfterDate,
            }),
        },
      })
    else if (first)
      void say(title, {
        ...(direct.length < removed.length
          ? { detail: `${direct.length} of ${removed.length} can be put back from here.` }
          : {}),
        undo: { label: 'Put back', run: () => void restore(direct) },
      })
    else void say(title)
  }

  async function restore(back: NonNullable<ReturnType<typeof putBack>>[]) {
    onMine(back.map((e) => e.address))
    const input = { groupId, entries: back }
    try {
      await sendOrAsk({ id: allowAddresses.id, input }, (confirm) => void send(input, confirm))
    } catch (error) {
      if (error instanceof OpError) void sayFailure(error)
    }
  }

  async function send(input: z.input<typeof allowAddresses.input>, confirm?: string) {
    const back = input.entries
    try {
      const { requestId } = await callServer(allowAddresses, input, { confirm })
      void say(`${whatOf(back.map((e) => ({ value: e.address })))} put back`, { requestId })
    } catch (error) {
      if (error instanceof OpError) void sayFailure(error)
    } finally {
      await makeStale(allowAddresses.stales ?? [])
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isRunning && onClose()}
      title={`Remove ${what}?`}
      description={friction && friction.level !== 'none' ? friction.because : undefined}
      footer={
        <>
          {isRunning ? (
            <Button
              onClick={() => {
                isStopped.current = true
              }}
            >
              Stop after this one
            </Button>
          ) : (
            <Button onClick={onClose}>{result ? 'Leave the rest' : 'Back'}</Button>
          )}
          <Button
            sends
            look="danger"
            pending={isRunning}
            className="h-auto min-h-8 whitespace-normal break-words py-1"
            onClick={() => void remove()}
          >
            {button}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        <span role="status" className="sr-only">
          {isRunning ? button : ''}
        </span>
        {result?.error && <FailureNote error={result.error} />}
        {result && (
          <p className="text-sm">
            {count(result.removed.length, 'entry', 'entries')} removed, {result.left.length} left:{' '}
            {list(result.left.slice(0, SHOWN))}
            {result.left.length > SHOWN && ` and ${result.left.length - SHOWN} more`}.
          </p>
        )}
        <ul className="grid max-h-60 gap-1 overflow-y-auto text-sm">
          {left.slice(0, 50).map((e) => (
            <li key={e.value} className="flex flex-wrap items-baseline gap-x-2">
              <span className="break-all font-mono text-xs">{e.value}</span>
              <span className="text-muted">{e.comment || 'no comment'}</span>
            </li>
          ))}
          {left.length > 50 && <li className="text-muted">and {left.length - 50} more</li>}
        </ul>
        <Afterwards removing={left} existing={existing} />
        {one && <CallDetails call={preview?.call ?? null} />}
      </div>
    </Dialog>
  )
}

/** What the removal means for who is there: still let in by another entry, or nobody any more. */
function Afterwards({
  removing,
  existing,
}: {
  removing: readonly Entry[]
  existing: readonly Entry[]
}) {
  const gone = new Set(removing.map((e) => e.value))
  const rest = existing.filter((e) => !gone.has(e.value))
  if (existing.length > 0 && rest.length === 0)
    return (
      <Banner tone="warn" title="Nothing is left on the list then">
        Nothing outside private endpoints can connect to the clusters of this project.
      </Banner>
    )
  const relations = relationsOf([...rest.map((e) => e.value), ...gone])
  const covered = removing.flatMap((e) => {
    const by = relations.get(e.value)?.coveredBy
    return by && !gone.has(by) ? [{ value: e.value, by }] : []
  })
  if (covered.length === 0) return null
  return (
    <Banner
      title={
        covered.length === removing.length
          ? 'They can still connect afterwards'
          : 'Some of them can still connect afterwards'
      }
    >
      {covered.slice(0, SHOWN).map(({ value, by }) => (
        <p key={value}>
          {value} stays covered by {by}.
        </p>
      ))}
    </Banner>
  )
}
