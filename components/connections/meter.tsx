import { cn } from '../ui/cn'

/** How much of a limit is left: a bar and the numbers. */
export function Meter({ left, limit }: { left: number; limit: number | null }) {
  const numbers = limit === null ? `${say(left)} left` : `${say(left)} of ${say(limit)}`
  const share = limit ? Math.min(100, (left / limit) * 100) : 0
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 whitespace-nowrap">
      {limit !== null && (
        <span aria-hidden className="h-1.5 w-20 overflow-hidden rounded-full bg-sunken">
          <span
            className={cn('block h-full', share < 20 ? 'bg-warn' : 'bg-accent-solid')}
            style={{ width: `${share}%` }}
          />
        </span>
      )}
      <span className="tabular-nums">{numbers}</span>
    </span>
  )
}

const say = (n: number) => n.toLocaleString('en')
