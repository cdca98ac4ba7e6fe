'use client'
import { useMemo } from 'react'
import { useMe } from '@/lib/client/use-me'
import { count } from '@/lib/format/words'
import { type Finding, type FindingLevel, type FleetFix, findingLevels } from '@/lib/ops/fleet'
import { levelLooks } from '../blocks/finding-words'
import { useFindings } from '../blocks/use-findings'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import type { Tone } from '../ui/badge'
import { Empty } from '../ui/empty'
import { FixButtons } from './fix-buttons'
import type { Row } from './row'

const tones: Readonly<Record<FindingLevel, Tone>> = { bad: 'bad', warn: 'warn', info: 'neutral' }
const levelOf = ({ level }: Row) => ({ word: levelLooks[level].word, tone: tones[level] })

const c = column<Row>()
const columns = [
  c.text(['finding', (row) => row.says], 'Finding', { width: '32%' }),
  c.badge(['level', (row) => levelOf(row).word], 'Level', (_, row) => levelOf(row), {
    order: ({ level }) => findingLevels.indexOf(level),
  }),
  c.text('checkLabel', 'Check', { choices: true }),
  c.text('orgName', 'Organization', { choices: true, optional: true }),
  c.text('groupName', 'Project', { choices: true, optional: true }),
  c.custom(['where', ({ groupName, orgName }) => groupName ?? orgName], 'Where', (row) => (
    <Where {...row} />
  )),
  c.text(
    ['environment', ({ environment: at }) => at && (at === 'production' ? 'Production' : 'Other')],
    'Environment',
    { choices: true, optional: true },
  ),
  c.text(['tags', (row) => row.tags || null], 'Tags', { optional: true }),
  c.text(['verb', (row) => row.verb || null], 'Action', { choices: true }),
  c.time('since', 'Since'),
]

/** A project with its organization, or an organization. */
const Where = ({ groupName, orgName }: Row) =>
  groupName ? (
    <span className="grid">
      {groupName} <span className="text-faint text-xs">{orgName}</span>
    </span>
  ) : (
    orgName
  )

const nameOf = (row: Row) => `${row.subject} in ${row.groupName ?? row.orgName}`

/** Everything that the checks found, across projects. Several can be settled at once. */
export function Findings() {
  const { first, rows, fixes, isReady, left } = useFindings()
  const me = useMe()
  const all = useMemo(() => {
    const tags = new Map(me?.projects.map((one) => [one.groupId, one.tags]))
    return rows.map(
      (row): Row => ({
        ...row,
        tags: (tags.get(row.groupId ?? '') ?? []).map((t) => `${t.key}=${t.value}`).join(' '),
        verb: verbOf(row, fixes),
      }),
    )
  }, [rows, fixes, me])
  // Without a role for any of them there is nothing to select.
  const mayFix = rows.some(({ fix }) => fix?.whyNot === null)
  return (
    <Panel
      title="Findings"
      query={first}
      skeletonRows={8}
      isEmpty={({ totalCount }) => totalCount === 0}
      empty={
        <Empty
          icon={<svg aria-hidden className="icon-[circle-check-big]" />}
          title="Nothing found"
          hint="What the checks find in your projects appears here."
        />
      }
    >
      {() => (
        <>
          <DataTable
            name="findings"
            what="findings"
            rows={all}
            columns={columns}
            rowId={(row) => row.id}
            rowName={nameOf}
            href={(row) => row.href}
            {...(mayFix
              ? {
                  bulk: (chosen: readonly Row[], select: (ids: readonly string[]) => void) => (
                    <FixButtons {...{ chosen, select, fixes }} nameOf={nameOf} />
                  ),
                }
              : {})}
          />
          {!isReady && (
            <p role="status" className="px-4 py-2 text-muted text-xs">
              Loading the other findings…
            </p>
          )}
          {isReady && left > 0 && (
            <p className="px-4 py-2 text-muted text-xs">
              {count(left, 'finding')} more, less severe. Resolve some of these to see them.
            </p>
          )}
        </>
      )}
    </Panel>
  )
}

const verbOf = ({ fix }: Finding, fixes: ReadonlyMap<string, FleetFix>): string => {
  const { verb, what } = (fix && fixes.get(fix.op)) ?? {}
  return verb ? `${verb} ${what}` : ''
}
