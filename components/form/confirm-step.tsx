'use client'
import { type ReactNode, useId, useState } from 'react'
import type { Preview } from '@/lib/ops/console'
import { typedPhrase } from '@/lib/ops/friction'
import { LifecycleNote } from '../data/lifecycle-note'
import { PreviewCalls } from '../ops/call-preview'
import { ChangesShown, type KnownChanges, PreviewChanges } from '../ops/changes'
import { Impact } from '../ops/impact'
import { fitsPhrase, TypedPhrase } from '../ops/typed-phrase'
import { Button } from '../ui/button'
import { Step } from '../ui/step'

export type ConfirmStepProps = {
  preview: Preview
  /** The changes to review, if the form provides them. */
  changes?: KnownChanges | undefined
  submit: ReactNode
  /** Destroys something: the button is red. */
  isDanger?: boolean | undefined
  /** Gets the typed phrase, empty if none is required. */
  onConfirm: (typed: string) => void
  onCancel: () => void
  /** More information. */
  children?: ReactNode
}

/** The review step of a form: what it does, what changes, and the phrase to type if required. */
export function ConfirmStep({
  preview,
  changes,
  submit,
  isDanger,
  onConfirm,
  onCancel,
  children,
}: ConfirmStepProps) {
  const { summary, friction, lifecycle, impact } = preview
  const id = useId()
  const [typed, setTyped] = useState('')
  // For requests, the request form asks for the phrase.
  const phrase = typedPhrase(friction)
  const isReady = phrase === undefined || fitsPhrase(typed, phrase)
  return (
    <Step
      title={`${summary}?`}
      description={friction.level === 'none' ? undefined : friction.because}
      size={changes ? 'lg' : 'md'}
      onLeave={onCancel}
      leave={(word) => (
        <Button data-step-back onClick={onCancel}>
          {word}
        </Button>
      )}
      actions={
        <Button
          sends
          variant={isDanger ? 'danger' : 'primary'}
          aria-disabled={!isReady}
          onClick={() => onConfirm(typed)}
        >
          {submit}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {lifecycle && <LifecycleNote lifecycle={lifecycle} />}
        <Impact tells={impact} />
        {children}
        {changes ? (
          <ChangesShown changes={changes} />
        ) : (
          <PreviewChanges changes={preview.changes} />
        )}
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
