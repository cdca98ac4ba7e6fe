'use client'
import { Link2Off } from 'lucide-react'
import { useMemo } from 'react'
import { type Provider, usesOf } from '@/lib/ops/provider-shapes'
import { routes } from '@/lib/routes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
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
export function UsesPanel({
  orgId,
  provider,
  federation: { orgs, orgRows, orgName },
}: {
  orgId: string
  provider: Provider
  federation: Federation
}) {
  const rows = useMemo(
    () =>
      usesOf(provider, orgRows ?? []).map(
        (use): Row => ({
          ...use,
          name: orgName(use.orgId) ?? `${use.orgId} (not visible to you)`,
          isForeign: orgName(use.orgId) === undefined,
        }),
      ),
    [provider, orgRows, orgName],
  )
  return (
    <Panel
      title="Used by"
      query={orgs}
      skeletonRows={2}
      isEmpty={() => rows.length === 0}
      empty={
        <Empty
          icon={<Link2Off />}
          title="No organization uses it"
          hint="Connect it on an organization's page, or delete it."
        />
      }
    >
      {() => (
        <>
          <DataTable
            name="uses"
            what="uses"
            rows={rows}
            columns={columns}
            rowId={(row) => `${row.orgId} ${row.to}`}
            href={(row) => (row.isForeign ? undefined : routes.connectedOrg(orgId, row.orgId))}
            plain={rows.length < 20}
          />
          <p className="border-line border-t px-4 py-2.5 text-muted text-sm">{DELETION_RULES}</p>
        </>
      )}
    </Panel>
  )
}
