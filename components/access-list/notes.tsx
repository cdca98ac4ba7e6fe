import { Fragment } from 'react'
import { count } from '@/lib/format/words'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Time } from '../ui/time'
import { Tooltip } from '../ui/tooltip'
import type { Drift } from './use-drift'

const SHOWN = 5

/** The entries that changed while the page was open: at least one. */
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

/** Marks an entry that changed since the page was opened. */
export const DriftBadge = ({ word, why }: { word: string; why: string }) => (
  <Tooltip content={why}>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the words */}
    <span tabIndex={0} className="rounded">
      <Badge tone="accent">{word}</Badge>
    </span>
  </Tooltip>
)

/** Why Atlas counts more entries than the table shows. */
export function Counted({ read, total, shown }: { read: number; total: number; shown: number }) {
  return (
    <p className="border-line border-t px-4 py-2 text-muted text-xs">
      {total > read &&
        `Showing ${read.toLocaleString('en')} of ${count(total, 'entry', 'entries')}. `}
      {shown < read &&
        `Atlas lists some addresses more than once (${read.toLocaleString('en')} rows).`}
    </p>
  )
}
