'use client'
import type { Synonym } from '@/lib/ops/search-hosts'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Card } from '../ui/page'
import { hostStyles, queriesStyles } from './status-styles'

const c = column<Synonym>()
const columns = [
  c.text('name', 'Synonym mapping'),
  c.state('status', 'State', hostStyles),
  c.state(['queries', (s) => String(s.queryable)], 'Queries', queriesStyles),
  c.text('message', 'Message', { width: '45%' }),
]

/** The synonym mappings of an index, each in its worst state over the hosts; nothing when there are none. */
export const SynonymsPanel = ({ synonyms }: { synonyms: readonly Synonym[] }) =>
  synonyms.length > 0 && (
    <Card title="Synonyms">
      <DataTable
        name="synonyms"
        what="mappings"
        rows={synonyms}
        columns={columns}
        rowId={(s) => s.name}
        plain
      />
    </Card>
  )
