'use client'
import { useEffect, useRef } from 'react'
import { callServer } from '@/lib/client/call-server'
import { serverNow } from '@/lib/client/clock'
import { useMakeStale, useOnce } from '@/lib/client/use-command'
import { count } from '@/lib/format/words'
import { allowAddresses } from '@/lib/ops/access-list'
import { OpError } from '@/lib/ops/failure'
import type { Undo } from '../ops/bulk-asked'
import { say, sayFailure } from '../ops/tell'
import type { AllowStart } from './allow-sheet'
import type { Entry } from './entries'

/** How to restore removed entries in one call, or through the form, which `onAsk` opens. */
export function usePutBack(groupId: string, onAsk: (start: AllowStart) => void) {
  const makeStale = useMakeStale()
  const once = useOnce()
  // Needed after a removal only.
  const module = useRef<typeof import('./put-back')>(undefined)
  useEffect(() => {
    void import('./put-back').then((m) => {
      module.current = m
    })
  }, [])
  const fail = (error: unknown) => {
    if (!(error instanceof OpError)) throw error
    void sayFailure(error)
  }
  return (removed: readonly Entry[]): Undo | undefined => {
    if (!module.current) return undefined
    const { putBack, sendOrAsk } = module.current
    const back = putBack(removed, serverNow())
    if (back.kind === 'none') return undefined
    if (back.kind === 'form')
      return { label: 'Add again…', run: () => onAsk({ text: back.text, comment: '' }) }
    const input = { groupId, entries: back.entries }
    const what = count(back.entries.length, 'entry', 'entries')
    const { invalidates } = allowAddresses
    const send = () =>
      void once(input, (key) => callServer(allowAddresses, input, { key }))
        .then(({ requestId }) => say(`${what} restored`, { requestId }), fail)
        .finally(() => makeStale(invalidates ?? []))
    return {
      label: 'Undo',
      ...(back.entries.length < removed.length
        ? { detail: `${back.entries.length} of ${removed.length} can be restored.` }
        : {}),
      run: () => void sendOrAsk({ id: allowAddresses.id, input }, send, invalidates).catch(fail),
    }
  }
}
