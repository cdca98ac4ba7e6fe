'use client'
import Link from 'next/link'
import { upperFirst } from '@/lib/format/words'
import type { AuditRow } from '@/lib/ops/audit'
import { routes } from '@/lib/routes'
import { column, none } from '../data/columns'
import { TargetText } from '../data/target-text'
import { buttonStyle } from '../ui/button'

const c = column<AuditRow>()

/** The columns of rows of the audit log. */
export const columns = [
  c.number('seq', 'Row', { width: '4.5rem' }),
  c.time('time', 'Time', { width: '7rem' }),
  c.custom(
    ['type', (r) => r.event],
    'Event',
    (r) => (
      <>
        {r.event}
        {r.operation && (
          <span title={r.operation} className="block truncate text-muted text-xs">
            {r.operation}
          </span>
        )}
        {r.isOpen && <span className="block text-warn text-xs">No outcome yet</span>}
      </>
    ),
    { width: '27%' },
  ),
  c.custom(
    ['actor', (r) => r.actor],
    'Who',
    (r) => (
      <>
        {r.actor}
        {r.role && <span className="text-muted"> ({r.role})</span>}
      </>
    ),
    { width: '14%' },
  ),
  c.custom(
    ['target', (r) => r.target],
    'Target',
    (r) =>
      r.requestId ? (
        <Link
          href={routes.request(r.requestId)}
          className="break-words underline decoration-line underline-offset-3"
        >
          {r.target ? <TargetText target={r.target} /> : `Request ${r.requestId}`}
        </Link>
      ) : r.target ? (
        <span className="break-words">
          <TargetText target={r.target} withLinks />
        </span>
      ) : (
        none
      ),
    { width: '26%' },
  ),
  c.text(['outcome', ({ outcome }) => outcome && upperFirst(outcome)], 'Outcome', {
    width: '7rem',
  }),
  c.actions((row) => (
    <Link
      href={routes.auditRow(String(row.seq))}
      aria-label={`View row ${row.seq}`}
      className={buttonStyle({ size: 'sm', variant: 'quiet' })}
    >
      View
    </Link>
  )),
]
