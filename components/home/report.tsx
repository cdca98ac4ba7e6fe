'use client'
import { useNow } from '@/lib/client/use-now'
import { inUtc } from '@/lib/format/time'
import { count, list } from '@/lib/format/words'
import { type Finding, type Fleet, findingLevels } from '@/lib/ops/fleet'
import { levelLooks, placeName } from '../blocks/finding-words'
import { isInPlace, isShown, orgRow, projectRow, type Row } from './filter'
import { useFilter } from './use-filter'
import { shortAge } from './words'

/** The worst findings on the page. The rest are in the export. */
const MOST = 15

/** The printed report: one page with a line per check and the worst findings. Hidden on screens. */
export function Report({ fleet, findings }: { fleet: Fleet; findings: readonly Finding[] }) {
  const { filter, isNarrowed } = useFilter()
  const now = useNow(60_000)
  const { checks } = fleet
  const all = [...fleet.projects.map(projectRow), ...fleet.organizations.map(orgRow)]
  const rows = all.filter((row) => isShown(row, filter, checks))
  const projects = rows.filter((row) => row.groupId !== null).length
  const lines = checks
    .map((check, i) => ({ check, ...summed(rows, i) }))
    .filter(({ check }) => !filter.check || check.id === filter.check)
  const ids = new Map(rows.map((row) => [row.id, row]))
  const worst = findings
    .filter((one) => {
      const row = ids.get(one.groupId ?? one.orgId)
      return row && isInPlace(row, { ...filter, text: '' })
    })
    .slice(0, MOST)
  return (
    <article className="hidden text-sm print:block">
      <h1 className="font-semibold text-xl">Fleet report</h1>
      <p className="mt-1 text-muted">
        {inUtc(fleet.asOf)}. {count(projects, 'project')}.{isNarrowed && ` ${filterSays(filter)}`}
      </p>
      <table className="mt-4 w-full text-left [&_tr>:nth-child(n+3)]:text-right">
        <thead>
          <tr className="border-text border-b text-xs">
            {['Check', 'Worst', 'Findings', 'Places', 'Not read'].map((head) => (
              <th key={head} scope="col" className="py-1 font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ check, found, places, worst: level, unread }) => (
            <tr key={check.id} className="break-inside-avoid border-line border-b">
              <th scope="row" className="py-0.5 pr-3 font-normal">
                {check.label}
              </th>
              <td>{level ? levelLooks[level].word : '–'}</td>
              <td className="tabular-nums">{found || '–'}</td>
              <td className="tabular-nums">{places || '–'}</td>
              <td className="tabular-nums">{unread || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {worst.length > 0 && (
        <>
          <h2 className="mt-4 font-semibold">Worst findings</h2>
          <ol className="mt-1 list-decimal pl-5 text-xs">
            {worst.map((one) => (
              <li key={one.id} className="break-inside-avoid">
                {levelLooks[one.level].word}: {one.says} ({placeName(one)},{' '}
                {shortAge(one.since, now)})
              </li>
            ))}
          </ol>
        </>
      )}
    </article>
  )
}

function summed(rows: readonly Row[], at: number) {
  const cells = rows.map((row) => row.cells[at])
  const hits = cells.filter((cell) => cell?.state === 'found')
  return {
    found: hits.reduce((sum, cell) => sum + (cell?.count ?? 1), 0),
    places: hits.length,
    worst: findingLevels.find((level) => hits.some((cell) => cell?.level === level)),
    unread: cells.filter((cell) => cell?.state === 'unread').length,
  }
}

const filterSays = (filter: object) =>
  `Filtered by ${list(
    Object.entries(filter)
      .filter(([, value]) => value)
      .map(([name, value]) => `${name} ${String(value)}`),
  )}.`
