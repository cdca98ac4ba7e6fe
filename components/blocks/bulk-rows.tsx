'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { hrefToAsk } from '@/lib/client/ask'
import { isGated } from '@/lib/ops/friction'
import { routes } from '@/lib/routes'
import { FailureDetails } from '../data/failure-details'
import type { BulkRow } from '../ops/bulk-asked'
import { useNamed } from '../ops/impact'
import { Skeleton } from '../ui/skeleton'
import { type BulkCall, type Check, isGood, isPreview } from './bulk-checks'
import type { RowState } from './bulk-run'

type Props = {
  rows: readonly BulkRow[]
  calls: ReadonlyMap<string, BulkCall>
  checks: ReadonlyMap<string, Check>
  states: ReadonlyMap<string, RowState>
  /** Said once for all rows, so not for each. */
  said: ReadonlySet<string>
}

/** The rows of a bulk action: the consequence of each, why it can't be done, and what happened to it. */
export function BulkRows({ rows, calls, checks, states, said }: Props) {
  const byTitle = Map.groupBy(rows, (row) => groupOf(row, checks.get(row.id)))
  const groups = titles.flatMap((title) => {
    const some = byTitle.get(title)
    return some ? [[title, some] as const] : []
  })
  return (
    <section
      aria-label="Rows"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-md border border-line"
    >
      {groups.map(([title, some]) => (
        <div key={title}>
          {groups.length > 1 && (
            <h3 className="sticky top-0 border-line border-b bg-sunken px-3 py-1 font-medium text-muted text-xs">
              {title} <span className="tabular-nums">({some.length.toLocaleString('en')})</span>
            </h3>
          )}
          <ul className="divide-y divide-line text-sm">
            {some.map((row) => (
              <li key={row.id} className="grid gap-0.5 px-3 py-1.5">
                <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <span className="min-w-0 break-words font-medium">{row.name}</span>
                  <Word state={states.get(row.id)} check={checks.get(row.id)} whyNot={row.whyNot} />
                </span>
                <Notes
                  state={states.get(row.id)}
                  check={checks.get(row.id)}
                  call={calls.get(row.id)}
                  place={row.place}
                  whyNot={row.whyNot}
                  said={said}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

const titles = ['Sent one after the other', 'Need approval', 'Skipped'] as const

/** What happens to a row, by its check. */
function groupOf({ whyNot }: BulkRow, check: Check | undefined): (typeof titles)[number] {
  if (whyNot !== undefined || (check && !isGood(check))) return 'Skipped'
  return isPreview(check) && isGated(check.friction) ? 'Need approval' : 'Sent one after the other'
}

const Mark = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <span className="inline-flex items-center gap-1 whitespace-nowrap text-muted text-xs [&>svg]:size-3.5">
    {icon}
    {children}
  </span>
)

type Told = { state: RowState | undefined; check: Check | undefined; whyNot: string | undefined }

function Word({ state, check, whyNot }: Told) {
  switch (state?.is) {
    case 'sending':
      return (
        <Mark icon={<svg aria-hidden className="icon-[loader-circle] animate-spin" />}>
          Sending…
        </Mark>
      )
    case 'done':
      return (
        <Mark icon={<svg aria-hidden className="icon-[circle-check] text-good" />}>
          {state.isStarted ? 'Started' : 'Done'}
        </Mark>
      )
    case 'gone':
      return (
        <Mark icon={<svg aria-hidden className="icon-[circle-check] text-good" />}>
          Already gone
        </Mark>
      )
    case 'requested':
      return (
        <Mark icon={<svg aria-hidden className="icon-[hourglass]" />}>
          <Link href={routes.request(state.requestId)} className="text-accent underline">
            View request
          </Link>
        </Mark>
      )
    case 'failed':
      return (
        <Mark icon={<svg aria-hidden className="icon-[circle-alert] text-bad" />}>
          {state.error.kind === 'unknown-outcome' ? 'Not confirmed' : 'Failed'}
        </Mark>
      )
  }
  if (whyNot !== undefined || (isPreview(check) && check.whyNot !== null))
    return <Mark icon={<svg aria-hidden className="icon-[circle-minus] text-warn" />}>Skipped</Mark>
  if (isPreview(check) && isGated(check.friction))
    return <Mark icon={<svg aria-hidden className="icon-[hourglass]" />}>Needs approval</Mark>
  if (check === undefined) return <Skeleton className="w-14" />
  if (!isPreview(check))
    return (
      <Mark icon={<svg aria-hidden className="icon-[circle-alert] text-bad" />}>Not checked</Mark>
    )
  return null
}

function Notes({
  state,
  check,
  call,
  place,
  whyNot,
  said,
}: Told & { call: BulkCall | undefined; place: string | undefined; said: ReadonlySet<string> }) {
  const named = useNamed()
  if (state?.is === 'failed')
    return (
      <div className="text-xs">
        <p className="break-words text-bad">
          {state.error.message}{' '}
          {state.error.kind === 'needs-approval' && call && (
            <Link href={hrefToAsk(call.id, call.input)} className="text-accent underline">
              Request approval
            </Link>
          )}
        </p>
        <FailureDetails failure={state.error.failure} />
      </div>
    )
  const why = whyNot ?? (isPreview(check) ? check.whyNot : check?.message)
  if (why) return <p className="break-words text-warn text-xs">{why}</p>
  if (!isPreview(check)) return null
  const because = check.friction.level === 'none' ? [] : [check.friction.because]
  // Rows of one list say the same. Rows of several places don't.
  const where = place === undefined ? [] : [`${check.summary} (${place})`]
  return [...where, ...because, ...check.impact]
    .filter((sentence) => !said.has(sentence))
    .map((sentence) => (
      <p key={sentence} className="break-words text-muted text-xs">
        {named(sentence)}
      </p>
    ))
}
