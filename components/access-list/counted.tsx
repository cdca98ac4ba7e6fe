import { count } from '@/lib/format/words'

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
