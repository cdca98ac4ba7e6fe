'use client'
import { Building2 } from 'lucide-react'
import { useMemo } from 'react'
import { list } from '@/lib/format/words'
import { routes } from '@/lib/routes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Badge } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { Empty } from '../ui/empty'
import { StateBadge } from '../ui/state-badge'
import { type OrgRow, toOrgRow } from './rows'
import { providerStyles } from './status-styles'
import type { Federation } from './use-federation'

const c = column<OrgRow>()
const columns = [
  c.custom(
    'name',
    'Organization',
    (row) =>
      row.isForeign ? (
        <span className="grid gap-0.5">
          <Copyable value={row.orgId} what="organization ID" />
          <span className="text-muted text-xs">Not visible to you</span>
        </span>
      ) : (
        row.name
      ),
    { width: '18%' },
  ),
  c.custom(
    ['signIn', (row) => row.signIn?.name ?? null],
    'Sign-in',
    ({ signIn }) =>
      signIn ? (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          {signIn.name}
          {signIn.state !== null && signIn.state !== 'ACTIVE' && (
            <StateBadge styles={providerStyles} state={signIn.state} />
          )}
        </span>
      ) : (
        <span className="text-muted">None</span>
      ),
    { width: '20%' },
  ),
  c.text(['data', (row) => list(row.data) || null], 'Data access', { width: '18%' }),
  c.text('restriction', 'Domain restriction', { width: '18%' }),
  c.text(['roles', (row) => list(row.roles) || null], 'Default roles', { width: '14%' }),
  c.number('mappings', 'Role mappings'),
  c.custom(
    'conflicts',
    'User conflicts',
    ({ conflicts }) =>
      conflicts > 0 ? <Badge tone="warn">{conflicts.toLocaleString('en')}</Badge> : '0',
    { align: 'right' },
  ),
  c.copyable('orgId', 'Organization ID', { optional: true }),
]

/** The organizations that share the federation. Those that the person can't see are shown by ID. */
export function OrgsPanel({
  orgId,
  federation: { orgs, orgRows, providerRows, orgName },
}: {
  orgId: string
  federation: Federation
}) {
  const rows = useMemo(
    () => (orgRows ?? []).map((org) => toOrgRow(org, providerRows ?? [], orgName)),
    [orgRows, providerRows, orgName],
  )
  return (
    <Panel
      title="Connected organizations"
      query={orgs}
      skeletonRows={2}
      isEmpty={(data) => data.results.length === 0}
      empty={<Empty icon={<Building2 />} title="No connected organizations" />}
    >
      {() => (
        <DataTable
          name="orgs"
          what="connected organizations"
          rows={rows}
          columns={columns}
          rowId={(row) => row.orgId}
          href={(row) => (row.isForeign ? undefined : routes.connectedOrg(orgId, row.orgId))}
        />
      )}
    </Panel>
  )
}
