import { Badge } from '../ui/badge'
import { Tooltip } from '../ui/tooltip'

/** Marks an entry that changed since the page was opened. */
export const DriftBadge = ({ word, why }: { word: string; why: string }) => (
  <Tooltip content={why}>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: focus shows the words */}
    <span tabIndex={0} className="rounded">
      <Badge tone="accent">{word}</Badge>
    </span>
  </Tooltip>
)
