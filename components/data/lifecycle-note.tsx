import type { Lifecycle } from '@/lib/ops/lifecycle'
import { Badge, type Tone } from '../ui/badge'
import { Banner } from '../ui/banner'
import { cn } from '../ui/cn'

const looks: Record<Lifecycle['stage'], { tone: Tone; word: string }> = {
  preview: { tone: 'neutral', word: 'Preview' },
  deprecated: { tone: 'warn', word: 'Deprecated' },
  sunset: { tone: 'warn', word: 'Ends soon' },
  ended: { tone: 'bad', word: 'Ended' },
  removed: { tone: 'bad', word: 'Removed' },
}

/** An operation's lifecycle state at Atlas, such as deprecated, in one line. */
export function LifecycleNote({
  lifecycle: { stage, sentence },
  className,
}: {
  lifecycle: Lifecycle
  className?: string
}) {
  const { tone, word } = looks[stage]
  return (
    <Banner tone={tone} className={cn('py-1.5', className)}>
      <span className="inline-flex flex-wrap items-baseline gap-x-2">
        <Badge tone={tone}>{word}</Badge>
        <span>{sentence}</span>
      </span>
    </Banner>
  )
}
