import Link from 'next/link'
import { upperFirst } from '@/lib/format/words'
import type { PlanView } from '@/lib/ops/plans'
import { routes } from '@/lib/routes'
import { phaseOf } from '../../ops/phase'
import { phaseLook } from '../../ops/phase-badge'
import { Badge } from '../../ui/badge'
import { cn } from '../../ui/cn'

/** What is decided: the call of a client, or the request of a person. */
export const nounOf = ({ requests }: PlanView): 'call' | 'request' =>
  requests.some(({ call }) => call) ? 'call' : 'request'

/** Scrolls only the list, so that the page stays at its top. */
const showCurrent = (list: HTMLOListElement | null) => {
  const item = list?.querySelector('[aria-current]')?.closest('li')
  if (list && item) list.scrollTop = item.offsetTop - list.offsetTop
}

/** What each call does, and where it is. With `current`, the states too, and that one is in view. */
export const PlanList = ({ plan, current }: { plan: PlanView; current?: string }) => (
  <ol
    ref={showCurrent}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
    tabIndex={0}
    aria-label={`${upperFirst(nounOf(plan))}s of the plan`}
    className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line"
  >
    {plan.requests.map((one) => (
      <li
        key={one.id}
        className={cn(
          'flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-1.5',
          one.id === current && 'bg-sunken',
        )}
      >
        <span className="min-w-0 flex-1 basis-64 break-words text-sm">
          {one.id === current ? (
            <strong aria-current="page" className="font-medium">
              {one.summary}
            </strong>
          ) : (
            <Link
              href={routes.request(one.id)}
              className="underline decoration-line underline-offset-3"
            >
              {one.summary}
            </Link>
          )}
          {one.gist && <span className="block break-words text-xs">{one.gist}</span>}
          {one.call && (
            <span className="block break-all font-mono text-muted text-xs">
              {one.call.method} {one.call.path}
            </span>
          )}
        </span>
        {/* In a dialog all are waiting. */}
        {current && <Phase one={one} />}
      </li>
    ))}
  </ol>
)

function Phase({ one: { state, how } }: { one: PlanView['requests'][number] }) {
  const { word, tone, icon } = phaseLook[phaseOf({ state, how, effect: null, endsAt: null }, 0)]
  return (
    <Badge tone={tone} icon={icon}>
      {state === 'approved' ? 'Approved' : word}
    </Badge>
  )
}
