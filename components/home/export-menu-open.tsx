'use client'
import { useQueryClient } from '@tanstack/react-query'
import { callServer } from '@/lib/client/call-server'
import { read } from '@/lib/client/use-op'
import { OpError } from '@/lib/ops/failure'
import {
  type Finding,
  type FleetCell,
  type FleetCheck,
  getFleet,
  listFindings,
  MAX_FINDINGS,
} from '@/lib/ops/fleet'
import { levelLooks } from '../blocks/finding-words'
import { type Column, column } from '../data/columns'
import { saveRows } from '../data/save-file'
import { sayFailure } from '../ops/tell'
import { Button } from '../ui/button'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu'
import { isInPlace, isShown, orgRow, projectRow, type Row, sorted, tagText } from './filter'
import { useFilter } from './use-filter'

const r = column<Row>()
const f = column<Finding>()

const said = (cell: FleetCell | null | undefined): string | null => {
  if (!cell || cell.state === 'none') return null
  if (cell.state === 'found') return `${cell.count ?? ''} ${cell.word ?? ''}`.trim()
  return { fine: 'fine', pending: 'not read yet', unread: `not read: ${cell.why ?? ''}` }[
    cell.state
  ]
}

const postureColumns = (checks: readonly FleetCheck[]): Column<Row>[] => [
  r.text('name', 'Name'),
  r.text('id', 'ID'),
  r.text('orgName', 'Organization'),
  r.text('envName', 'Environment'),
  r.text(['tags', (row) => row.tags.map(tagText).join('; ')], 'Tags'),
  ...checks.map((check, i) => r.text([check.id, (row) => said(row.cells[i])], check.label)),
]

const findingColumns: Column<Finding>[] = [
  f.text(['level', (one) => levelLooks[one.level].word], 'Level'),
  f.text('checkLabel', 'Check'),
  f.text('subject', 'Subject'),
  f.text('what', 'Finding'),
  f.text('orgName', 'Organization'),
  f.text('groupName', 'Project'),
  f.text('since', 'Since'),
  f.text('readAt', 'Read'),
  f.text(['link', (one) => new URL(one.href, location.origin).href], 'Link'),
]

/** Opens at once, because it loads when its button is pressed. */
export function ExportMenuOpen() {
  const { filter } = useFilter()
  const cache = useQueryClient()

  const save = async (what: 'posture' | 'findings', as: 'csv' | 'json') => {
    try {
      const { data } = await cache.fetchQuery(read(getFleet, {}))
      const places = [...data.projects.map(projectRow), ...data.organizations.map(orgRow)]
      if (what === 'posture') {
        const rows = places.filter((row) => isShown(row, filter, data.checks))
        saveRows(as, 'fleet', sorted(rows, '', data.checks), postureColumns(data.checks))
        return
      }
      const found = await allFindings()
      const rows = new Map(places.map((row) => [row.id, row]))
      const kept = found.filter((one) => {
        const row = rows.get(one.groupId ?? one.orgId)
        return (
          row !== undefined &&
          isInPlace(row, filter, one.says) &&
          (!filter.check || one.check === filter.check) &&
          (!filter.level || one.level === filter.level)
        )
      })
      saveRows(as, 'findings', kept, findingColumns)
    } catch (error) {
      if (!(error instanceof OpError)) throw error
      void sayFailure(error)
    }
  }

  return (
    <Menu
      defaultOpen
      align="end"
      trigger={
        <Button>
          <svg aria-hidden className="icon-[download]" /> Export
        </Button>
      }
    >
      {(['posture', 'findings'] as const).map((what) => (
        <Item key={what} what={what} save={save} />
      ))}
      <MenuItem onSelect={() => setTimeout(() => window.print())}>
        <svg aria-hidden className="icon-[printer]" /> Print report
      </MenuItem>
    </Menu>
  )
}

const labels = { posture: 'Posture', findings: 'Findings' }

const Item = ({
  what,
  save,
}: {
  what: 'posture' | 'findings'
  save: (what: 'posture' | 'findings', as: 'csv' | 'json') => Promise<void>
}) => (
  <>
    <MenuLabel>{labels[what]}</MenuLabel>
    {(['csv', 'json'] as const).map((as) => (
      <MenuItem key={as} onSelect={() => void save(what, as)}>
        <svg aria-hidden className="icon-[download]" /> {as.toUpperCase()}
      </MenuItem>
    ))}
    <MenuLine />
  </>
)

/** Every finding, page by page. */
async function allFindings(): Promise<Finding[]> {
  const all: Finding[] = []
  for (;;) {
    const { data } = await callServer(listFindings, { limit: MAX_FINDINGS, offset: all.length })
    all.push(...data.results)
    if (data.results.length === 0 || all.length >= data.totalCount) return all
  }
}
