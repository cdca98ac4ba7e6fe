import { CircleCheck, CirclePause, LoaderCircle, TriangleAlert } from 'lucide-react'
import { Badge } from '../ui/badge'

const moving: Record<string, string> = {
  CREATING: 'Creating',
  UPDATING: 'Updating',
  DELETING: 'Deleting',
  REPAIRING: 'Repairing',
  REPEATING: 'Repeating',
}

/** A cluster's state in a word; a state that Atlas invents is shown as it came. */
export function StateBadge({
  state,
  paused,
}: {
  state: string | null | undefined
  paused?: boolean | null | undefined
}) {
  if (paused) return <Badge icon={<CirclePause aria-hidden />}>Paused</Badge>
  if (state === 'IDLE')
    return (
      <Badge tone="good" icon={<CircleCheck aria-hidden />}>
        Running
      </Badge>
    )
  const word = moving[state ?? '']
  if (word)
    return (
      <Badge
        tone={state === 'DELETING' ? 'bad' : 'accent'}
        icon={<LoaderCircle aria-hidden className="animate-spin [animation-duration:2s]" />}
      >
        {word}…
      </Badge>
    )
  return (
    <Badge tone="warn" icon={<TriangleAlert aria-hidden />}>
      {state ?? 'Unknown'}
    </Badge>
  )
}
