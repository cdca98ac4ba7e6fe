'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { serverNow } from '@/lib/client/clock'
import { type Reading, read } from '@/lib/client/use-op'
import { inUtc } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { compareFleet, type Finding, type FleetCheck, listFindings } from '@/lib/ops/fleet'
import { placeName } from '../blocks/finding-words'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { Time } from '../ui/time'

const days: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 }
const HOUR = 3_600_000
const FEW = 20

type Compared = {
  id: string
  label: string
  before: number
  now: number
  appeared: number
  gone: number
  firstReadSince: number
}

const c = column<Compared>()
const signed = (n: number) => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0')
const columns = [
  c.text('label', 'Check'),
  c.number('before', 'Then'),
  c.number('now', 'Now'),
  c.custom(
    ['change', (row) => row.now - row.before],
    'Change',
    (row) => signed(row.now - row.before),
    {
      align: 'right',
    },
  ),
  c.number('appeared', 'Appeared'),
  c.number('gone', 'Gone'),
  c.number('firstReadSince', 'First read since', { optional: true }),
]

/** Counts per check then and now, what appeared and what is gone. */
export function Compare({ period, checks }: { period: string; checks: readonly FleetCheck[] }) {
  const back = days[period] ?? 7
  // By the hour, so that opening it again asks the same.
  const [at] = useState(() =>
    new Date(Math.floor(serverNow() / HOUR) * HOUR - back * 24 * HOUR).toISOString(),
  )
  const compared = useQuery(read(compareFleet, { at }))
  const appeared = useQuery(read(listFindings, { since: at, limit: FEW }))
  const gone = useQuery(read(listFindings, { gone: true, limit: FEW }))
  const labels = new Map(checks.map(({ id, label }) => [id, label]))
  return (
    <div className="grid grid-cols-1 gap-5 print:hidden">
      <Panel
        title={`Compared with ${inUtc(at)}`}
        query={compared}
        skeletonRows={5}
        isEmpty={(data) => data.checks.every((one) => one.before + one.now + one.gone === 0)}
        empty={<Empty title="No findings then or now" />}
      >
        {(data) => (
          <>
            <DataTable
              name="compare"
              what="checks"
              rows={data.checks
                .filter((one) => one.before + one.now + one.gone > 0)
                .map((one) => ({ ...one, label: labels.get(one.id) ?? one.id }))}
              columns={columns}
              rowId={(row) => row.id}
            />
            {data.checks.some((one) => one.firstReadSince > 0) && (
              <p className="border-line border-t px-4 py-2 text-muted text-xs">
                Gatehouse first read some projects or organizations after this time, so their
                earlier findings are unknown.
              </p>
            )}
          </>
        )}
      </Panel>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        <Changed title="Appeared" query={appeared} />
        <Changed title="Gone" query={gone} after={at} />
      </div>
    </div>
  )
}

function Changed({
  title,
  query,
  after,
}: {
  title: string
  query: Reading<{ results: Finding[]; totalCount: number }>
  /** Leaves out what was gone before. */
  after?: string
}) {
  const kept = (results: readonly Finding[]) =>
    after ? results.filter((one) => (one.goneAt ?? '') >= after) : results
  return (
    <Panel
      title={title}
      query={query}
      skeletonRows={3}
      isEmpty={(data) => kept(data.results).length === 0}
      empty={<Empty title={title === 'Gone' ? 'No findings are gone' : 'No new findings'} />}
    >
      {(data) => (
        <>
          <ul className="divide-y divide-line">
            {kept(data.results).map((one) => (
              <li key={one.id} className="relative px-4 py-2 text-sm hover:bg-hover">
                <Link href={one.href} className="after:absolute after:inset-0">
                  {one.says}
                </Link>
                <p className="text-muted text-xs">
                  {placeName(one)}, <Time at={one.goneAt ?? one.since} />
                </p>
              </li>
            ))}
          </ul>
          {!after && data.totalCount > data.results.length && (
            <p className="border-line border-t px-4 py-2 text-muted text-xs">
              {count(data.totalCount - data.results.length, 'more finding')}.
            </p>
          )}
        </>
      )}
    </Panel>
  )
}
