import { naturalOrder } from '@/lib/format/natural-order'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import { type Standing, standingOf } from '@/lib/ops/search-status'

/** An index as a row of the list. */
export type IndexRow = {
  key: string
  id: string | null
  name: string
  database: string | null
  collection: string | null
  type: string
  standing: Standing
  index: SearchIndex
  /** What deserves a look: failures of builds and of synonyms, stale ones, ones that are not there. */
  isTrouble: boolean
}

const trouble = ['FAILED', 'CHANGE_FAILED', 'PARTLY_FAILED', 'STALE', 'DOES_NOT_EXIST']

const by = (pick: (row: IndexRow) => string) => (a: IndexRow, b: IndexRow) =>
  naturalOrder(pick(a), pick(b))
const inOrder = [
  (a: IndexRow, b: IndexRow) => Number(b.isTrouble) - Number(a.isTrouble),
  by((r) => r.database ?? ''),
  by((r) => r.collection ?? ''),
  by((r) => r.name),
]

/** Rows that have failed, then the others; each by database, collection and name. */
export const toRows = (all: readonly SearchIndex[]): IndexRow[] =>
  all
    .map((index, i): IndexRow => {
      const standing = standingOf(index)
      return {
        key: index.indexID ?? `row ${i}`,
        id: index.indexID ?? null,
        name: index.name ?? '(no name)',
        database: index.database ?? null,
        collection: index.collectionName ?? null,
        type: index.type ?? 'search',
        standing,
        index,
        isTrouble:
          trouble.includes(standing.phase ?? '') ||
          standing.synonyms.some((s) => s.status === 'FAILED'),
      }
    })
    .toSorted((a, b) => inOrder.map((compare) => compare(a, b)).find((n) => n !== 0) ?? 0)
