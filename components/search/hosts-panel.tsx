'use client'
import { getSearchIndex } from '@/lib/ops/search'
import { answersOn, type Generation, type Host } from '@/lib/ops/search-hosts'
import { standingOf } from '@/lib/ops/search-status'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { StateBadge } from '../ui/state-badge'
import type { IndexPlace } from './index-place'
import { hostStyles, queriesStyles } from './status-styles'

const Part = ({ of }: { of: Generation | undefined }) =>
  of ? (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <StateBadge styles={hostStyles} state={of.status} />
      <span className="whitespace-nowrap text-muted">version {of.version ?? 'unknown'}</span>
    </span>
  ) : (
    <span className="text-faint">none</span>
  )

const inWords = (g: Generation | undefined) =>
  g ? `${hostStyles(g.status).word}, version ${g.version ?? 'unknown'}` : null

const c = column<Host>()
const columns = [
  c.copyable('name', 'Host', { width: '34%' }),
  c.custom(['main', (h) => inWords(h.main)], 'Serving (main)', (h) => <Part of={h.main} />),
  c.custom(['staged', (h) => inWords(h.staged)], 'Building (staged)', (h) => (
    <Part of={h.staged} />
  )),
  c.state(['queries', (h) => String(answersOn(h))], 'Queries', queriesStyles),
  c.text(
    ['message', (h) => [h.main?.message, h.staged?.message].filter(Boolean).join(' · ') || null],
    'Message',
    { optional: true },
  ),
]

/** The index on each search host: what it serves and what it builds. */
export const HostsPanel = ({ place, phase }: { place: IndexPlace; phase: string | undefined }) => (
  <OpList
    op={getSearchIndex}
    input={place}
    name="hosts"
    what="hosts"
    columns={columns}
    rows={(index) => standingOf(index).hosts}
    rowName={(h) => h.name}
    isShort
    empty={{
      title: 'No hosts yet',
      hint:
        phase === 'PENDING'
          ? 'Hosts appear once the build has started.'
          : 'Atlas reports no hosts for this index.',
    }}
  />
)
