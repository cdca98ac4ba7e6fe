'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { useAddress } from '@/lib/client/use-address'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { minutesInWords } from '@/lib/format/duration'
import { quarterOf, quartersUntil } from '@/lib/format/quarter'
import { inUtc } from '@/lib/format/time'
import { auditReport, type ReportNumber } from '@/lib/ops/audit-report'
import { whyNot } from '@/lib/ops/why-not'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { Pick } from '../form/pick'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { PageHead } from '../ui/page'
import { hrefOf } from './use-audit-filter'

type Data = z.output<typeof auditReport.output>
const QUARTERS = 8
const DAY = 86_400_000

const dateOf = (at: number) => inUtc(at).replace(/, .*$/, '')
const nameOf = (name: string) => name.replace(/^(\d+)-(Q\d)$/, '$2 $1')

const sections: ReadonlyArray<
  readonly [title: string, rows: ReadonlyArray<readonly [ReportNumber, string, of?: ReportNumber]>]
> = [
  [
    'Requests',
    [
      ['filed', 'Requests filed'],
      ['approved', 'Approved'],
      ['automatic', 'Approved automatically by the policy', 'approved'],
      ['denied', 'Denied'],
      ['undecided', 'Expired without a decision'],
      ['unused', 'Approved, but not sent in time'],
    ],
  ],
  [
    'Access',
    [
      ['grants', 'Grants made'],
      ['expired', 'Grants that expired'],
      ['revoked', 'Grants revoked early'],
    ],
  ],
  [
    'Exceptions',
    [
      ['breakGlass', 'Break-glass uses', 'grants'],
      ['unreviewed', 'Break-glass uses without a review', 'breakGlass'],
      ['overdue', 'Break-glass reviews past their deadline', 'breakGlass'],
      ['drift', 'Changes made outside Gatehouse'],
    ],
  ],
  [
    'Console',
    [
      ['commands', 'Commands run directly'],
      ['exports', 'Exports of the audit log'],
      ['erasures', 'Erasures of personal text'],
    ],
  ],
]

/** The access report of a quarter: one page to read and print. Each number links to its rows. */
export function ReportPage() {
  const me = useMe()
  const refused = me && whyNot(auditReport, me.roles)
  if (refused)
    return (
      <>
        <PageHead title="Access report" />
        <Banner title="You can’t view the access report">{refused}</Banner>
      </>
    )
  return me ? <QuarterReport /> : null
}

function QuarterReport() {
  const { get, set } = useAddress()
  const now = useNow(60_000)
  const [current, ...earlier] = quartersUntil(now, QUARTERS)
  const quarter = quarterOf(get('quarter') ?? '') ?? current
  if (!current || !quarter) return null
  const offered = [current, ...earlier]
  const known = offered.some(({ name }) => name === quarter.name) ? offered : [...offered, quarter]
  return (
    <>
      <PageHead
        title={`Access report ${nameOf(quarter.name)}`}
        lead={`${dateOf(quarter.from.getTime())} to ${dateOf(quarter.to.getTime() - DAY)}, UTC`}
        back={{ label: 'Audit', href: routes.audit() }}
        actions={
          <span className="flex flex-wrap items-center gap-2 print:hidden">
            <Pick
              label="Quarter"
              value={quarter.name}
              choices={known.map(({ name }) => [name, nameOf(name)])}
              onChange={(name) => set({ quarter: name === current.name ? null : name })}
            />
            <Button onClick={() => window.print()}>
              <svg aria-hidden className="icon-[printer]" /> Print
            </Button>
          </span>
        }
      />
      <Report
        from={quarter.from.toISOString()}
        to={quarter.to.toISOString()}
        isOver={quarter.to.getTime() <= now}
      />
    </>
  )
}

function Report({ from, to, isOver }: { from: string; to: string; isOver: boolean }) {
  const query = useQuery(read(auditReport, { from, to }))
  return (
    <Panel title="Summary" query={query} skeletonRows={14} isEmpty="never">
      {(data) => (
        <div className="grid grid-cols-1 gap-x-10 gap-y-6 p-4 sm:grid-cols-2 print:grid-cols-2 print:gap-y-4">
          {!isOver && (
            <p className="text-muted text-sm sm:col-span-2 print:col-span-2">
              The quarter is not over. These are the numbers so far.
            </p>
          )}
          {!data.isComplete && (
            <p className="text-muted text-sm sm:col-span-2 print:col-span-2">
              Only the projects and organizations where you are an auditor.
            </p>
          )}
          {sections.map(([title, rows]) => (
            <Section key={title} title={title}>
              {rows.map(([name, label, of]) => (
                <Row key={name} label={label}>
                  <Figure data={data} name={name} of={of} />
                </Row>
              ))}
              {title === 'Requests' && (
                <Row label="Median time until a person decided">
                  {data.medianMinutesToDecide === null ? '–' : inWords(data.medianMinutesToDecide)}
                </Row>
              )}
            </Section>
          ))}
          <Proof data={data} />
        </div>
      )}
    </Panel>
  )
}

const inWords = (minutes: number) =>
  minutes < 1 ? `${Math.round(minutes * 60)} s` : minutesInWords(Math.round(minutes))

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="break-inside-avoid">
    <h3 className="border-line border-b pb-1 font-semibold text-sm">{title}</h3>
    <dl>{children}</dl>
  </section>
)

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex items-baseline justify-between gap-4 border-line border-b py-1.5 text-sm last:border-b-0">
    <dt className="text-muted">{label}</dt>
    <dd className="text-right tabular-nums">{children}</dd>
  </div>
)

/** A number, with its share of another one. */
function Figure({
  data,
  name,
  of,
}: {
  data: Data
  name: ReportNumber
  of: ReportNumber | undefined
}) {
  const { count, filter } = data.numbers[name]
  const whole = of && data.numbers[of].count
  return (
    <>
      {whole ? <span className="text-muted">{Math.round((count / whole) * 100)}% </span> : null}
      <Link
        href={hrefOf(filter)}
        className="font-medium underline decoration-line underline-offset-3 print:no-underline"
      >
        {count.toLocaleString('en')}
      </Link>
    </>
  )
}

function Proof({ data: { verified, checkpoint, last } }: { data: Data }) {
  const code = (text: string) => <code className="break-all font-mono text-xs">{text}</code>
  return (
    <section className="break-inside-avoid sm:col-span-2 print:col-span-2">
      <h3 className="border-line border-b pb-1 font-semibold text-sm">Proof</h3>
      <dl>
        <Row label="Last verification">
          {verified ? (
            <>
              no errors, {inUtc(verified.at)},{' '}
              <Link
                href={routes.auditRow(String(verified.seq))}
                className="underline decoration-line underline-offset-3 print:no-underline"
              >
                row {verified.seq.toLocaleString('en')}
              </Link>
            </>
          ) : (
            'None in this quarter'
          )}
        </Row>
        <Row label="Last signed checkpoint">
          {checkpoint ? (
            <>
              {checkpoint.size.toLocaleString('en')} rows, {inUtc(checkpoint.madeAt)},{' '}
              {checkpoint.origin}
              <br />
              {code(checkpoint.root)}
            </>
          ) : (
            'None in this quarter'
          )}
        </Row>
        <Row label="Last row counted">
          {last ? (
            <>
              {last.seq.toLocaleString('en')}, {code(last.hash)}
            </>
          ) : (
            'No rows'
          )}
        </Row>
      </dl>
    </section>
  )
}
