'use client'
import { AtSign } from 'lucide-react'
import { list } from '@/lib/format/words'
import { listProviders } from '@/lib/ops/identity-providers'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
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
export const DomainsPanel = ({
  federationSettingsId,
  federation: { orgRows, orgName },
}: {
  federationSettingsId: string
  federation: Federation
}) => (
  <OpList
    op={listProviders}
    input={{ federationSettingsId }}
    name="domains"
    title="Domains"
    what="domains"
    columns={columns}
    rows={({ results }) => toDomainRows(results, orgRows ?? [], orgName)}
    rowName={(row) => row.domain}
    empty={{
      icon: <AtSign />,
      hint: 'No provider covers a domain and no organization allows one. Verify domains in Atlas.',
    }}
  />
)
