'use client'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import { type Provider, usesOf } from '@/lib/ops/provider-shapes'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { DELETION_RULES } from './status-styles'
import type { Federation } from './use-federation'

type Row = { orgId: string; name: string; isForeign: boolean; to: string }

const c = column<Row>()
const columns = [
  c.text('name', 'Organization', { width: '45%' }),
  c.text('to', 'Use', { choices: true, width: '20%' }),
  c.copyable('orgId', 'Organization ID', { width: '35%' }),
]

/** The organizations that use the provider. */
export const UsesPanel = ({
  orgId,
  federationSettingsId,
  provider,
  federation: { orgName },
}: {
  orgId: string
  federationSettingsId: string
  provider: Provider
  federation: Federation
}) => (
  <OpList
    op={listConnectedOrgs}
    input={{ federationSettingsId }}
    name="uses"
    title="Used by"
    what="uses"
    columns={columns}
    rows={({ results }) =>
      usesOf(provider, results).map(
        (use): Row => ({
          ...use,
          name: orgName(use.orgId) ?? `${use.orgId} (not visible to you)`,
          isForeign: orgName(use.orgId) === undefined,
        }),
      )
    }
    rowId={(row) => `${row.orgId} ${row.to}`}
    rowName={(row) => row.name}
    href={(row) => (row.isForeign ? undefined : routes.connectedOrg(orgId, row.orgId))}
    empty={{
      icon: <svg aria-hidden className="icon-[link-2-off]" />,
      title: 'No organization uses it',
      hint: 'Connect it on an organization’s page, or delete it.',
    }}
  >
    {() => <p className="border-line border-t px-4 py-2.5 text-muted text-sm">{DELETION_RULES}</p>}
  </OpList>
)
