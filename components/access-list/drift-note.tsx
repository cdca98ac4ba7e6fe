import { Fragment } from 'react'
import { count } from '@/lib/format/words'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Time } from '../ui/time'
import type { Drift } from './use-drift'

const SHOWN = 5

/** What changed in the list while the page was open. Something did. */
export function DriftNote({ drift: { fresh, changed, gone, dismiss } }: { drift: Drift }) {
  const parts = [
    fresh.size > 0 && `${count(fresh.size, 'entry', 'entries')} added`,
    changed.size > 0 && `${count(changed.size, 'entry', 'entries')} changed`,
    gone.length > 0 && `${count(gone.length, 'entry', 'entries')} removed`,
  ].filter(Boolean)
  return (
    <Banner
      tone="accent"
      role="status"
      className="mb-4"
      title={`Since you opened this page: ${parts.join(', ')}.`}
      actions={
        <Button size="sm" onClick={dismiss}>
          Dismiss
        </Button>
      }
    >
      {gone.slice(0, SHOWN).map(({ value, comment, why, endsAt }, i) => (
        <Fragment key={value}>
          {i > 0 && '; '}
          <span className="font-mono text-xs">{value}</span>
          {comment && ` (${comment})`}{' '}
          {why === 'ended' ? (
            <>
              expired <Time at={endsAt} />
            </>
          ) : (
            'was removed'
          )}
        </Fragment>
      ))}
      {gone.length > SHOWN && ` and ${gone.length - SHOWN} more`}
    </Banner>
  )
}
