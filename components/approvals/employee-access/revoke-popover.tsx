'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { z } from 'zod'
import { useCommand } from '@/lib/client/use-command'
import { list } from '@/lib/format/words'
import { OpError } from '@/lib/ops/failure'
import type { Grant } from '@/lib/ops/grant'
import { revokeRequest } from '@/lib/ops/requests'
import { revokeSlot } from '@/lib/ops/slots'
import { CancelButton } from '../../ops/cancel-button'
import { FailureNote } from '../../ops/failure-note'
import { say, sayFailure } from '../../ops/tell'
import { Button } from '../../ui/button'
import { Input } from '../../ui/input'
import { Popover } from '../../ui/popover'

type OfRequest = { requestId: string }
type OfSlot = { groupId: string; clusterName: string; expected: Grant }

export type Revoking = {
  of: OfRequest | OfSlot
  /** The cluster's name, for labels. */
  what: string
  /** `end`: a person ends what they asked for. `stop`: nothing was sent yet. */
  how: 'revoke' | 'end' | 'stop'
  explain: ReactNode
  /** Kept by the caller, so that it survives closing. */
  reason: string
  onReason: (reason: string) => void
  anchor: HTMLElement
  onClose: () => void
  /** The revoke was accepted. `seen` resolves when the page has read it. */
  onSent: (seen: Promise<void>) => void
}

const words = {
  revoke: { title: 'Revoke access to', doing: 'Revoking', send: 'Revoke now' },
  end: { title: 'End access to', doing: 'Ending', send: 'End access now' },
  stop: { title: 'Stop the grant on', doing: 'Stopping', send: 'Stop grant' },
}

type Kept = z.output<typeof revokeRequest.output>['kept'][number]
const keptInWords = (doing: string, kept: readonly Kept[]) =>
  `${doing}, except ${list(kept.map(({ clusterName }) => clusterName ?? 'a cluster that you can’t see'))}: ${[...new Set(kept.map(({ why }) => why))].join(' ')}`

/** Confirms a revoke, with an optional reason. */
export function RevokePopover({
  of,
  what,
  how,
  explain,
  reason,
  onReason,
  anchor,
  onClose,
  onSent,
}: Revoking) {
  const request = useCommand(revokeRequest)
  const slot = useCommand(revokeSlot)
  const revoke = 'requestId' in of ? request : slot
  const cache = useQueryClient()
  const id = useId()

  const send = () => {
    const told = {
      onSuccess: ({ requestId, kept = [] }: { requestId: string; kept?: Kept[] }) => {
        onReason('')
        onClose()
        onSent(
          cache.refetchQueries(
            { predicate: ({ state }) => state.fetchStatus === 'fetching' },
            // The command started them: this only waits.
            { cancelRefetch: false },
          ),
        )
        // Its call may have been sent meanwhile: then this revokes it.
        if (how === 'stop') return void say(`Stopping the grant on ${what}`, { requestId })
        const doing = `${words[how].doing} access to ${what}`
        if (kept.length > 0) void sayFailure(OpError.of('not-allowed', keptInWords(doing, kept)))
        else void say(doing, { detail: 'Gatehouse checks the cluster to confirm.', requestId })
      },
    }
    const why = reason.trim()
    if ('requestId' in of) request.mutate({ ...of, reason: why }, told)
    else slot.mutate({ ...of, reason: why }, told)
  }

  return (
    <Popover label={`${words[how].title} ${what}`} align="end" anchor={anchor} onClose={onClose}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!revoke.isPending) send()
        }}
      >
        <p>{explain}</p>
        {revoke.error && <FailureNote error={revoke.error} />}
        <div>
          <label htmlFor={id} className="mb-1 block font-medium text-xs">
            Reason (optional)
          </label>
          <Input id={id} value={reason} onChange={(event) => onReason(event.target.value)} />
        </div>
        <div className="flex justify-end gap-2">
          <CancelButton sending={revoke} onCancel={onClose} />
          <Button type="submit" sends variant="danger" pending={revoke.isPending}>
            {revoke.isPending ? `${words[how].doing}…` : words[how].send}
          </Button>
        </div>
      </form>
    </Popover>
  )
}
