'use client'
import { type ReactNode, useId, useState } from 'react'
import type { Preview } from '@/lib/ops/console'
import { CallDetails } from '../ops/call-preview'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Input } from '../ui/input'

export type ConfirmStepProps = Pick<Preview, 'says' | 'friction' | 'call'> & {
  submit: ReactNode
  onConfirm: () => void
  onCancel: () => void
}

/** The friction of a form: says once more what follows, and asks for the phrase where the operation wants it typed. */
export function ConfirmStep({
  says,
  friction,
  call,
  submit,
  onConfirm,
  onCancel,
}: ConfirmStepProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const phrase = friction.level === 'type' ? friction.phrase : undefined
  const isReady = phrase === undefined || typed.trim() === phrase
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onCancel()}
      title={`${says}?`}
      description={friction.level === 'none' ? undefined : friction.because}
      footer={
        <>
          <Button onClick={onCancel}>Back to the form</Button>
          <Button look="primary" aria-disabled={!isReady} onClick={onConfirm}>
            {submit}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {phrase !== undefined && (
          <div>
            <label htmlFor={id} className="mb-1.5 block text-sm">
              Type <strong className="break-all font-mono">{phrase}</strong> to go on
            </label>
            <Input id={id} value={typed} onChange={(event) => setTyped(event.target.value)} />
          </div>
        )}
        <CallDetails call={call} />
      </div>
    </Dialog>
  )
}
