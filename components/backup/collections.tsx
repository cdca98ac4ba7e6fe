'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { type CollectionRestore, listCollectionRestores } from '@/lib/ops/backup'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import type { Place } from './kinds'
import { collectionStyles } from './status-styles'

const namesOf = ({ collections, databases }: CollectionRestore): string[] =>
  [...(collections ?? []), ...(databases ?? [])].flatMap((n) => n.sourceNamespace ?? [])

const SHOWN = 3
const counted = (n: number | string | null | undefined) =>
  n === null || n === undefined ? '?' : Number(n).toLocaleString('en')

const c = column<CollectionRestore>()
const columns = [
  c.custom(
    ['what', (job) => namesOf(job).join(', ')],
    'Collections',
    (job) => {
      const names = namesOf(job)
      const rest = names.length - SHOWN
      return (
        <span className="break-words">
          {rest > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${rest} more` : list(names) || '–'}
        </span>
      )
    },
    { width: '30%' },
  ),
  c.state('state', 'State', collectionStyles),
  c.text(
    ['documents', (job) => `${counted(job.restoredDocuments)} of ${counted(job.totalDocuments)}`],
    'Documents',
  ),
  c.text('targetClusterName', 'To'),
  c.time('createdAt', 'Started'),
  c.time('finishedAt', 'Ended'),
  c.text('errorMessage', 'Message'),
  c.copyable('id', 'Job ID', { optional: true }),
]

/** Restores of single collections; hidden when there are none. */
export function Collections({ place }: { place: Place }) {
  const { data, isPending } = useQuery(read(listCollectionRestores, place))
  const isNone = data && !data.misfit && data.data.results.length === 0 && !data.oddRows?.length
  if (isNone || isPending) return null
  return (
    <OpList
      op={listCollectionRestores}
      input={place}
      name="collections"
      what="collection restores"
      folds
      columns={columns}
      rowId={(job) => job.id}
      rowName={(job) => list(namesOf(job))}
      empty={{ hint: 'Collections that were restored in Atlas appear here.' }}
    />
  )
}
