import { Button } from '../ui/button'
import { Empty } from '../ui/empty'

/** A table of which no row matches the search and the filters. */
export const NoMatches = ({ onClear }: { onClear: () => void }) => (
  <Empty
    icon={<svg aria-hidden className="icon-[search-x]" />}
    title="No matches"
    hint="Nothing matches your search and filters."
    action={<Button onClick={onClear}>Clear filters</Button>}
  />
)
