'use client'
import { useDeferredValue, useMemo } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { checkpointLosses, recomputesWindows } from '@/lib/ops/stream-pipeline'
import { jsonOf } from '../data/json-text'
import { RadioCards } from '../ui/radio-cards'

/** The choice whether a changed processor resumes from its checkpoint, and what the change means for it. */
export function CheckpointField({ neverRan }: { neverRan: boolean }) {
  const { field } = useController({ name: 'resume' })
  const opened: unknown = useWatch({ name: 'opened.pipeline' })
  const typed: unknown = useDeferredValue(useWatch({ name: 'pipeline' }))
  const next = useMemo(() => jsonOf(typed), [typed])
  const losses = useMemo(() => checkpointLosses(jsonOf(opened), next), [opened, next])
  if (neverRan)
    return <p className="text-muted text-sm">It has not run yet, so it has no checkpoint.</p>
  const refused = losses.find((loss) => loss.isRefused)
  return (
    <div className="grid grid-cols-1 gap-2">
      <RadioCards
        name={field.name}
        legend="When it restarts"
        value={field.value === 'drop' ? 'drop' : 'resume'}
        onChange={field.onChange}
        columns={2}
        cards={[
          {
            value: 'resume',
            title: 'Resume from the checkpoint',
            detail: recomputesWindows(next)
              ? 'It resumes where it stopped. Windows are recomputed, so some messages are processed twice.'
              : 'It resumes where it stopped.',
            whyNot: refused && `${refused.sentence} Atlas refuses the change with this choice.`,
          },
          {
            value: 'drop',
            title: 'Drop the checkpoint',
            detail:
              'It starts over where $source is set to start. Messages that arrive meanwhile may be skipped, and data in windows is lost.',
          },
        ]}
      />
      <ul aria-live="polite" className="grid gap-0.5 text-sm text-warn empty:hidden">
        {losses
          .filter((loss) => !loss.isRefused)
          .map(({ sentence }) => (
            <li key={sentence}>
              {sentence} MongoDB’s documentation says that this invalidates the checkpoint. If Atlas
              refuses, the processor restarts unchanged.
            </li>
          ))}
      </ul>
      <p className="text-muted text-xs">
        Atlas drops the checkpoint of a processor that stays stopped for 45 days.
      </p>
    </div>
  )
}
