import { useId } from 'react'
import { useExactTime } from '@/lib/client/use-zone'
import { FieldShell } from '../form/field'
import { Input } from '../ui/input'
import type { Planned } from './plan'

/** The comment that comes with the only pasted line. */
export function OwnComment({ planned: { entry } }: { planned: Planned }) {
  const id = useId()
  return (
    <FieldShell
      id={id}
      label="Comment"
      hint="From the line above. Edit it there."
      error={undefined}
    >
      <Input id={id} readOnly value={entry.comment} aria-describedby={`${id}-hint`} />
    </FieldShell>
  )
}

/** The expiry that comes with the only pasted line. */
export function OwnEnd({ planned: { entry } }: { planned: Planned }) {
  const id = useId()
  const exact = useExactTime()
  return (
    <FieldShell
      id={id}
      label="Expires"
      hint="From the line above. Edit it there."
      error={undefined}
    >
      <Input
        id={id}
        readOnly
        value={entry.deleteAfterDate ? exact(entry.deleteAfterDate) : 'Never'}
        aria-describedby={`${id}-hint`}
      />
    </FieldShell>
  )
}
