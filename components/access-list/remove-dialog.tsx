'use client'
import type { Friction } from '@/lib/ops/friction'
import '@/lib/client/zod-now'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { callServer } from '@/lib/client/call-server'
import { serverNow } from '@/lib/client/clock'
import { useMe } from '@/lib/client/use-me'
import { useMakeStale, useOnce } from '@/lib/client/use-op'
import { relationsOf } from '@/lib/format/address'
import { count, list } from '@/lib/format/words'
import { type AccessEntry, allowAddresses, removeAddress } from '@/lib/ops/access-list'

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
import { putBack } from './put-back'
import type { AllowStart } from './use-allow'

const SHOWN = 8

/** `203.0.113.8/32`, `3 entries` */
const whatOf = (entries: ReadonlyArray<{ value: string }>): string =>
  entries.length === 1 ? (entries[0]?.value ?? '') : count(entries.length, 'entry', 'entries')

/** Asks before entries are removed, removes them one by one, and offers to put them back. */
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
  /** Opens the form for what cannot be put back as it was in one call. */
  onAskBack: (start: AllowStart) => void
}) {
  const makeStale = useMakeStale()
  const once = useOnce()
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
      once,
      { onNext: setAt, isStopped: () => isStopped.current },
    )
    await makeStale(removeAddress.invalidates ?? [])
    setAt(undefined)
    const removed = wanted.filter((e) => done.removed.includes(e.value))
    if (removed.length > 0) tell(removed)
    if (done.left.length === 0) {
      if (removed.length === 0) void say(`${whatOf(wanted)} already removed`)
      return onClose()
    }
    setResult(done)
    setLeft(wanted.filter((e) => done.left.includes(e.value)))
  }

  function tell(removed: readonly Entry[]) {
    const title = `${whatOf(removed)} removed`
    const back = putBack(removed, serverNow())
    if (back.kind === 'none') return void say(title)
    if (back.kind === 'form')
      return void say(title, {
        undo: { label: 'Add again…', run: () => onAskBack({ text: back.text, comment: '' }) },
      })
    const undo = { label: 'Undo', run: () => void restore(back.entries) }
    void say(title, {
      ...(back.entries.length < removed.length
        ? { detail: `${back.entries.length} of ${removed.length} can be restored.` }
        : {}),
      undo,
    })
  }

  async function restore(back: AccessEntry[]) {
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
      const { requestId } = await once(input, (key) =>
        callServer(allowAddresses, input, { key, confirm }),
      )
      void say(`${whatOf(back.map((e) => ({ value: e.address })))} restored`, { requestId })
    } catch (error) {
      if (error instanceof OpError) void sayFailure(error)
    } finally {
      await makeStale(allowAddresses.invalidates ?? [])
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isRunning && onClose()}
      title={`Remove ${what}?`}
      description={
        one ? friction && friction.level !== 'none' && friction.because : severalSay(friction)
      }
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
            <Button onClick={onClose}>{result ? 'Keep the rest' : 'Cancel'}</Button>
          )}
          <Button
            sends
            variant="danger"
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
        {!one && preview?.call && (
          <p className="text-muted text-xs">One call for each entry. The first:</p>
        )}
        <CallDetails call={preview?.call ?? null} />
      </div>
    </Dialog>
  )
}

const LOST = 'Clients at these addresses can no longer connect.'

const severalSay = (friction: Friction | undefined): string =>
  friction?.level === 'type' ? `This is a production project. ${LOST}` : LOST

/** What the removal means for clients: still let in by another entry, or nobody any more. */
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
      <Banner tone="warn" title="The list will be empty">
        Clients can then connect through peering and private endpoints only.
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
          ? removing.length === 1
            ? 'Clients at this address can still connect'
            : 'Clients at these addresses can still connect'
          : 'Clients at some of these addresses can still connect'
      }
    >
      {covered.slice(0, SHOWN).map(({ value, by }) => (
        <p key={value}>
          {value} is covered by {by}.
        </p>
      ))}
    </Banner>
  )
}
