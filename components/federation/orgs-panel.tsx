'use client'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { Badge } from '../ui/badge'
import { Copyable } from '../ui/copyable'
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
  c.list('data', (row) => row.data, 'Data access', { width: '18%' }),
  c.text('restriction', 'Domain restriction', { width: '18%' }),
  c.list('roles', (row) => row.roles, 'Default roles', { width: '14%' }),
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
export const OrgsPanel = ({
  orgId,
  federationSettingsId,
  federation: { providerRows, orgName },
}: {
  orgId: string
  federationSettingsId: string
  federation: Federation
}) => (
  <OpList
    op={listConnectedOrgs}
    input={{ federationSettingsId }}
    name="orgs"
    what="connected organizations"
    columns={columns}
    rows={({ results }) => results.map((org) => toOrgRow(org, providerRows ?? [], orgName))}
    rowId={(row) => row.orgId}
    rowName={(row) => row.name}
    href={(row) => (row.isForeign ? undefined : routes.connectedOrg(orgId, row.orgId))}
    empty={{
      icon: <svg aria-hidden className="icon-[building-complex]" />,
      hint: 'Atlas lists none for this federation.',
    }}
  />
)
