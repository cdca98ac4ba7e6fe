'use client'
import { AtSign } from 'lucide-react'
import { useMemo } from 'react'
import { list } from '@/lib/format/words'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { type DomainRow, toDomainRows } from './rows'
import type { Federation } from './use-federation'

const c = column<DomainRow>()
const columns = [
  c.copyable('domain', 'Domain', { width: '34%' }),
  c.text(['providers', (row) => list(row.providers) || null], 'Identity providers', {
    width: '33%',
  }),
  c.text(['orgs', (row) => list(row.orgs) || null], 'Can join', { width: '33%' }),
]

/** Email domains: which providers cover them, and which organizations they can join. */
export function DomainsPanel({
  federation: { providers, providerRows, orgRows, orgName },
}: {
  federation: Federation
}) {
  const rows = useMemo(
    () => toDomainRows(providerRows ?? [], orgRows ?? [], orgName),
    [providerRows, orgRows, orgName],
  )
  return (
    <Panel
      title="Domains"
      query={providers}
      skeletonRows={2}
      isEmpty={() => rows.length === 0}
      empty={
        <Empty
          icon={<AtSign />}
          title="No domains"
          hint="No provider covers a domain and no organization allows one. Verify domains in Atlas."
        />
      }
    >
      {() => (
        <DataTable
          name="domains"
          what="domains"
          rows={rows}
          columns={columns}
          rowId={(row) => row.domain}
        />
      )}
    </Panel>
  )
}
