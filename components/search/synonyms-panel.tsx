'use client'
import { getSearchIndex } from '@/lib/ops/search'
import type { Synonym } from '@/lib/ops/search-hosts'
import { standingOf } from '@/lib/ops/search-status'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import type { IndexPlace } from './index-place'
import { hostStyles, queriesStyles } from './status-styles'

const c = column<Synonym>()
const columns = [
  c.text('name', 'Synonym mapping'),
  c.state('status', 'State', hostStyles),
  c.state(['queries', (s) => String(s.queryable)], 'Queries', queriesStyles),
  c.text('message', 'Message', { width: '45%' }),
]

/** The synonym mappings of an index, each in its worst state over the hosts. */
export const SynonymsPanel = ({ place }: { place: IndexPlace }) => (
  <OpList
    op={getSearchIndex}
    input={place}
    name="synonyms"
    what="synonyms"
    columns={columns}
    rows={(index) => standingOf(index).synonyms}
    rowName={(s) => s.name}
    isShort
    empty={{ hint: 'The definition names no synonym mappings.' }}
  />
)
