'use client'
import { useDeferredValue, useMemo } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { checkpointLosses, recomputesWindows } from '@/lib/ops/stream-pipeline'
import { jsonOf } from '../data/json-text'
import { RadioCards } from '../ui/radio-cards'

/** Whether a changed processor goes on where it was: the choice, and what the change means for it. */
export function CheckpointField({ neverRan }: { neverRan: boolean }) {
  const { field } = useController({ name: 'resume' })
  const opened: unknown = useWatch({ name: 'opened.pipeline' })
  const typed: unknown = useDeferredValue(useWatch({ name: 'pipeline' }))
  const next = useMemo(() => jsonOf(typed), [typed])
  const losses = useMemo(() => checkpointLosses(jsonOf(opened), next), [opened, next])
  if (neverRan)
    return (
      <p className="text-muted text-sm">It has not run yet, so there is no checkpoint to keep.</p>
    )
  const refused = losses.find((loss) => loss.isRefused)
  return (
    <div className="grid grid-cols-1 gap-2">
      <RadioCards
        name={field.name}
        legend="When it starts again"
        value={field.value === 'drop' ? 'drop' : 'resume'}
        onChange={field.onChange}
        columns={2}
        cards={[
          {
            value: 'resume',
            title: 'Go on from the checkpoint',
            detail: recomputesWindows(next)
              ? 'It continues where it stopped. Windows are computed again, so some messages are processed twice.'
              : 'It continues where it stopped.',
            whyNot: refused && `${refused.says} Atlas refuses the change with this choice.`,
          },
          {
            value: 'drop',
            title: 'Drop the checkpoint',
            detail:
              'It starts over, as $source says. What came in meanwhile may be skipped, and what windows had gathered is lost.',
          },
        ]}
      />
      <ul aria-live="polite" className="grid gap-0.5 text-sm text-warn empty:hidden">
        {losses
          .filter((loss) => !loss.isRefused)
          .map(({ says }) => (
            <li key={says}>
              {says} By MongoDB’s documentation the checkpoint is of no use after that; if Atlas
              refuses, everything is put back.
            </li>
          ))}
      </ul>
      <p className="text-muted text-xs">
        Atlas also forgets the checkpoint of a processor that is stopped for 45 days.
      </p>
    </div>
  )
}
