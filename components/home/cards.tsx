'use client'
import Link from 'next/link'
import { useState } from 'react'
import { useNow } from '@/lib/client/use-now'
import { count, lowerFirst } from '@/lib/format/words'
import type { FleetCell } from '@/lib/ops/fleet'
import { routes } from '@/lib/routes'
import { levelLooks } from '../blocks/finding-words'
import { EnvironmentBadge } from '../ui/badge'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { cellHref } from './cell-href'
import type { Row } from './filter'
import type { MatrixProps } from './matrix'
import { shortAge } from './words'

const STEP = 25

const isNamed = (cell: FleetCell | null | undefined): cell is FleetCell =>
  cell?.state === 'found' || cell?.state === 'unread'

/** On phones: a card for each place where something was found, and how many places have nothing. */
export function Cards({ what, rows, columns }: MatrixProps) {
  const [shown, setShown] = useState(STEP)
  const now = useNow(60_000)
  const found = rows.filter((row) => columns.some(({ index }) => isNamed(row.cells[index])))
  const quiet = rows.length - found.length
  const one = what.replace(/s$/, '')
  return (
    <div className="print:hidden">
      <ul aria-label={`Posture of ${what}`} className="divide-y divide-line">
        {found.slice(0, shown).map((row) => (
          <li key={row.id} className="px-4 py-3">
            <CardHead row={row} />
            <ul className="mt-1.5 grid gap-0.5">
              {columns.map(({ check, index }) => {
                const cell = row.cells[index]
                return (
                  isNamed(cell) && (
                    <CardLine
                      key={check.id}
                      label={check.label}
                      href={cellHref(cell, check, row)}
                      {...{ cell, now }}
                    />
                  )
                )
              })}
            </ul>
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <div className="border-line border-t p-2">
          <Button variant="quiet" className="w-full" onClick={() => setShown(shown + STEP)}>
            Show {Math.min(STEP, found.length - shown)} more of {found.length - shown}
          </Button>
        </div>
      )}
      {quiet > 0 && (
        <p className="border-line border-t px-4 py-3 text-muted text-sm">
          {count(quiet, one)} with nothing found.
        </p>
      )}
    </div>
  )
}

const CardHead = ({ row }: { row: Row }) => (
  <p className="flex items-center justify-between gap-2">
    <span className="min-w-0">
      <Link
        href={row.groupId === null ? routes.orgSettings(row.orgId) : routes.clusters(row.groupId)}
        className="block truncate font-medium"
      >
        {row.name}
      </Link>
      {row.groupId !== null && (
        <span className="block truncate text-muted text-xs">{row.orgName}</span>
      )}
    </span>
    {row.environment && <EnvironmentBadge environment={row.environment} name={row.envName} />}
  </p>
)

/** `5 failed`, and `off` for a single finding. */
const found = ({ count: n = 1, word = 'found' }: FleetCell) =>
  n === 1 ? lowerFirst(word) : `${n.toLocaleString('en')} ${lowerFirst(word)}`

function CardLine({
  label,
  href,
  cell,
  now,
}: {
  label: string
  href: string
  cell: FleetCell
  now: number
}) {
  const isUnread = cell.state === 'unread'
  const { icon, text, word } = levelLooks[isUnread ? 'warn' : (cell.level ?? 'info')]
  return (
    <li>
      <Link
        href={href}
        className="-mx-2 flex min-h-9 items-center gap-2 rounded px-2 text-sm hover:bg-hover pointer-coarse:min-h-10"
      >
        <svg
          aria-hidden
          className={cn(isUnread ? 'icon-[unplug]' : icon, text, 'size-4 shrink-0')}
        />
        <span className="min-w-0 grow">
          {!isUnread && <span className="sr-only">{word}: </span>}
          {label}{' '}
          <span className={cn('font-medium', text)}>{isUnread ? 'not read' : found(cell)}</span>
          {isUnread && cell.why && <span className="text-muted">. {cell.why}</span>}
        </span>
        <span className="shrink-0 text-muted text-xs tabular-nums">
          {shortAge(cell.since ?? cell.readAt, now)}
        </span>
      </Link>
    </li>
  )
}
