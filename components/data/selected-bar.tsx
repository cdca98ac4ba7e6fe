import type { ReactNode } from 'react'
import { Button } from '../ui/button'

/** How many rows of a table are selected, with buttons for what can be done with them. */
export const SelectedBar = ({
  count,
  of,
  isNarrowed,
  isAll,
  selectAll,
  select,
  children,
}: {
  count: number
  /** The rows that match the search and the filters. */
  of: number
  isNarrowed: boolean
  isAll: boolean
  selectAll: () => void
  select: (ids: readonly string[]) => void
  children: ReactNode
}) => (
  <div className="flex flex-wrap items-center gap-2 border-line border-t bg-accent-soft px-4 py-1.5 text-sm">
    <span role="status">{count} selected</span>
    {children}
    {!isAll && (
      <Button size="sm" variant="quiet" onClick={selectAll}>
        Select all {of.toLocaleString('en')}
        {isNarrowed && ' matching'}
      </Button>
    )}
    <Button size="sm" variant="quiet" onClick={() => select([])}>
      Clear selection
    </Button>
  </div>
)
