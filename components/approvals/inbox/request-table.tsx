'use client'
import { serverNow } from '@/lib/client/clock'
import { minutesInWords } from '@/lib/format/duration'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { routes } from '@/lib/routes'
import { column } from '../../data/columns'
import { DataTable } from '../../data/data-table'
import { phaseOf } from '../../ops/phase'
import { PhaseBadge, phaseLook } from '../../ops/phase-badge'
import { EnvironmentBadge } from '../../ui/badge'

const c = column<RequestSummary>()

const about = c.text(['what', (r) => r.clusterName ?? r.summary], 'What', { width: '22%' })
const shared = [
  c.custom(
    ['state', (r) => phaseLook[phaseOf(r, serverNow())].word],
    'Status',
    (r) => <PhaseBadge request={r} />,
    { choices: true },
  ),
  c.text(['level', (r) => r.level?.name ?? null], 'Level', {
    choices: true,
  }),
  c.custom(['minutes', (r) => r.minutes], 'For', (r) =>
    r.minutes === null ? (
      '–'
    ) : (
      <span className="whitespace-nowrap">{minutesInWords(r.minutes)}</span>
    ),
  ),
  c.text('groupName', 'Project', { width: '14%' }),
  c.custom(
    ['environment', (r) => r.environment],
    'Environment',
    (r) => <EnvironmentBadge environment={r.environment} />,
    { choices: true, optional: true },
  ),
  c.text('orgName', 'Organization', { optional: true }),
  c.custom(['ticket', (r) => r.ticket], 'Ticket', (r) => (
    <span className="whitespace-nowrap">{r.ticket ?? '–'}</span>
  )),
  c.text('reason', 'Reason', { optional: true }),
]

const settled = [
  about,
  ...shared,
  c.text(['requester', (r) => r.requester.name], 'Requester', { choices: true }),
  c.text('settledBy', 'Approver'),
  c.time('settledAt', 'Closed', { width: '8rem' }),
]
const mine = [
  about,
  ...shared,
  c.text('settledBy', 'Approver'),
  c.time('createdAt', 'Requested', { width: '8rem' }),
]

/** A table of requests. */
export const RequestTable = ({
  name,
  rows,
}: {
  name: 'settled' | 'mine'
  rows: readonly RequestSummary[]
}) => (
  <DataTable
    name={name}
    what="requests"
    rows={rows}
    columns={name === 'mine' ? mine : settled}
    rowId={(r) => r.id}
    href={(r) => routes.request(r.id)}
  />
)
