'use client'
import { type ReactNode, useId, useState } from 'react'
import type { Preview } from '@/lib/ops/console'
import { LifecycleNote } from '../data/lifecycle-note'
import { PreviewCalls } from '../ops/call-preview'
import { ChangesShown, type KnownChanges } from '../ops/changes'
import { fitsPhrase, TypedPhrase } from '../ops/typed-phrase'
import { Button } from '../ui/button'
import { Step } from '../ui/step'

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

/** The last step of a form: what it will do, what changes, and the phrase to type where the operation wants one. */
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
    <Step
      title={`${says}?`}
      description={friction.level === 'none' ? undefined : friction.because}
      size={changes ? 'lg' : 'md'}
      onLeave={onCancel}
      leave={(word) => (
        <Button data-step-back onClick={onCancel}>
          {word}
        </Button>
      )}
      actions={
        <Button sends look="primary" aria-disabled={!isReady} onClick={() => onConfirm(typed)}>
          {submit}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {lifecycle && <LifecycleNote lifecycle={lifecycle} />}
        {whyNot && <p className="text-sm text-warn">{whyNot}</p>}
        {children}
        {changes && <ChangesShown changes={changes} />}
        {phrase !== undefined && (
          <TypedPhrase
            {...{ id, phrase, typed }}
            onType={setTyped}
            onEnter={() => {
              if (isReady) onConfirm(typed)
            }}
          />
        )}
        <PreviewCalls {...preview} />
      </div>
    </Step>
  )
}
