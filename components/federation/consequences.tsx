import type { Consequence } from '@/lib/ops/connected-org-words'
import { Banner } from '../ui/banner'

const tones = { danger: 'bad', warn: 'warn', info: 'neutral' } as const

/** What a change does to people, said while it is being made. */
export function Consequences({ all }: { all: readonly Consequence[] }) {
  if (all.length === 0) return null
  return (
    <div className="grid gap-2" role="status">
      {all.map(({ says, tone }) => (
        <Banner key={says} tone={tones[tone]}>
          {says}
        </Banner>
      ))}
    </div>
  )
}
