'use client'
import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { hrefToAsk } from '@/lib/client/ask'
import { isGated, typedPhrase } from '@/lib/ops/friction'
import { LifecycleNote } from '../data/lifecycle-note'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Skeleton } from '../ui/skeleton'
import { PreviewCalls, usePreview } from './call-preview'
import { FailureNote } from './failure-note'
import { Impact } from './impact'
import { fitsPhrase, TypedPhrase } from './typed-phrase'
import { askToUndo, type UndoAsked } from './undo-asked'

/** Confirms an undo: consequences, the phrase to type if required, and the API call. */
export function UndoQuestion({ asked: { op, input, send } }: { asked: UndoAsked }) {
  const router = useRouter()
  const preview = usePreview(op, input, true)
  const told = preview.data?.data
  const [typed, setTyped] = useState('')
  const id = useId()
  const needsApproval = isGated(told?.friction)
  // For requests, the request form asks for the phrase.
  const phrase = typedPhrase(told?.friction)
  const isReady = told?.whyNot === null && (phrase === undefined || fitsPhrase(typed, phrase))

  const goOn = () => {
    askToUndo(undefined)
    if (needsApproval) router.push(hrefToAsk(op, input))
    else send(phrase === undefined ? undefined : typed)
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && askToUndo(undefined)}
      title={told ? `${told.summary}?` : 'Undo?'}
      description={
        told && told.friction.level !== 'none' ? told.friction.because : 'This reverses the change.'
      }
      footer={
        <>
          <Button onClick={() => askToUndo(undefined)}>Cancel</Button>
          <Button sends variant="primary" aria-disabled={!isReady} onClick={goOn}>
            {needsApproval ? 'Request approval' : 'Undo'}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {!told && !preview.error && <Skeleton className="h-20 w-full" />}
        {preview.error && <FailureNote error={preview.error} />}
        {told?.lifecycle && <LifecycleNote lifecycle={told.lifecycle} />}
        {told && <Impact tells={told.impact} />}
        {phrase !== undefined && (
          <TypedPhrase
            id={id}
            phrase={phrase}
            typed={typed}
            onType={setTyped}
            onEnter={() => {
              if (isReady) goOn()
            }}
          />
        )}
        {told?.whyNot && (
          <p className="text-sm text-warn">
            {told.whyNot}{' '}
            <Button size="sm" pending={preview.isFetching} onClick={() => void preview.refetch()}>
              Check again
            </Button>
          </p>
        )}
        {told && <PreviewCalls {...told} />}
      </div>
    </Dialog>
  )
}
