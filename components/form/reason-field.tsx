'use client'
import { useWatch } from 'react-hook-form'
import { count } from '@/lib/format/words'
import { cn } from '../ui/cn'
import { TextareaField } from './field'

const [LEAST, MOST] = [10, 1000]

/** The reason, which the approver reads. */
export function ReasonField({
  hint = 'What MongoDB Support needs to look at, and why now. Don’t include customer data: the audit log keeps this text.',
}: {
  hint?: string
}) {
  const length = String(useWatch({ name: 'reason' }) ?? '').trim().length
  return (
    <TextareaField
      name="reason"
      label="Reason"
      hint={
        <span className="flex flex-wrap justify-between gap-x-4">
          <span>{hint}</span>
          <span className={cn('whitespace-nowrap', length > MOST && 'text-bad')}>
            {length < LEAST
              ? `At least ${count(LEAST - length, 'more character')}`
              : `${length.toLocaleString('en')} of ${MOST.toLocaleString('en')}`}
          </span>
        </span>
      }
    />
  )
}
