'use client'
import { listProviders } from '@/lib/ops/identity-providers'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { type DomainRow, toDomainRows } from './rows'
import type { Federation } from './use-federation'

const c = column<DomainRow>()
const columns = [
  c.copyable('domain', 'Domain', { width: '34%' }),
  c.list('providers', (row) => row.providers, 'Identity providers', {
    width: '33%',
  }),
  c.list('orgs', (row) => row.orgs, 'Can join', { width: '33%' }),
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
    what="domains"
    columns={columns}
    rows={({ results }) => toDomainRows(results, orgRows ?? [], orgName)}
    rowName={(row) => row.domain}
    empty={{
      icon: <svg aria-hidden className="icon-[at-sign]" />,
      hint: 'No provider covers a domain and no organization allows one. Verify domains in Atlas.',
    }}
  />
)
