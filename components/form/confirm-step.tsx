'use client'
import { type ReactNode, useId, useState } from 'react'
import type { Preview } from '@/lib/ops/console'
import { LifecycleNote } from '../data/lifecycle-note'
import { PreviewCalls } from '../ops/call-preview'
import { ChangesShown, type KnownChanges } from '../ops/changes'
import { fitsPhrase, TypedPhrase } from '../ops/typed-phrase'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

export type ConfirmStepProps = {
  preview: Preview
  /** What it changes, where the form says so. */
  changes?: KnownChanges | undefined
  submit: ReactNode
  /** Takes the phrase that was typed; empty where none is asked for. */
  onConfirm: (typed: string) => void
  onCancel: () => void
  /** More to know before it is sent. */
  children?: ReactNode
}

/** The friction of a form: says once more what follows, and asks for the phrase where the operation wants it typed. */
export function ConfirmStep({
  preview,
  changes,
  submit,
  onConfirm,
  onCancel,
  children,
}: ConfirmStepProps) {
  const { says, friction, whyNot, lifecycle } = preview
  const id = useId()
  const [typed, setTyped] = useState('')
  // A request asks for the phrase in its own form.
  const phrase = friction.level === 'type' ? friction.phrase : undefined
  const isReady = whyNot === null && (phrase === undefined || fitsPhrase(typed, phrase))
  return (
    <Dialog
      open
      size={changes ? 'lg' : 'md'}
      onOpenChange={(open) => !open && onCancel()}
      title={`${says}?`}
      description={friction.level === 'none' ? undefined : friction.because}
      footer={
        <>
          <Button onClick={onCancel}>Back to the form</Button>
          <Button sends look="primary" aria-disabled={!isReady} onClick={() => onConfirm(typed)}>
            {submit}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {lifecycle && <LifecycleNote lifecycle={lifecycle} />}
        {whyNot && <p className="text-sm text-warn">{whyNot}</p>}
        {children}
        {changes && <ChangesShown changes={changes} />}
        {phrase !== undefined && (
          <TypedPhrase
            id={id}
            phrase={phrase}
            typed={typed}
            onType={setTyped}
            onEnter={() => {
              if (isReady) onConfirm(typed)
            }}
          />
        )}
        <PreviewCalls {...preview} />
      </div>
    </Dialog>
  )
}
