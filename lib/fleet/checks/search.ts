import { listSearchIndexes } from '@/lib/ops/search'
import { standingOf } from '@/lib/ops/search-status'
import { routes } from '@/lib/routes'
import { check, type Found, reading } from '../check'
import { listedAt } from '../links'
import { atlasSource, each } from '../source'
import { clusters } from './sources'

const searchIndexes = atlasSource({
  id: 'searchIndexes',
  per: 'project',
  op: listSearchIndexes,
  everyMinutes: 720,
  wakes: /^FTS_|^SEARCH_|HOST_SEARCH/,
  isMoving: (all) => all.some((one) => standingOf(one).isMoving),
  of: each(clusters, ({ results }) => results.map(({ name }) => ({ clusterName: name }))),
})

const building = { level: 'info', word: 'Building', what: 'is building' } as const
const states: Readonly<Record<string, Pick<Found, 'level' | 'word' | 'what'> | undefined>> = {
  FAILED: { level: 'bad', word: 'Failed', what: 'failed to build' },
  PARTLY_FAILED: { level: 'bad', word: 'Failed', what: 'failed on some hosts' },
  CHANGE_FAILED: { level: 'warn', word: 'Failed', what: 'failed to build its last change' },
  STALE: { level: 'warn', word: 'Stale', what: 'is stale: results miss recent changes' },
  DOES_NOT_EXIST: { level: 'bad', word: 'Missing', what: 'does not exist' },
  PAUSED: { level: 'warn', word: 'Paused', what: 'is paused' },
  BUILDING: building,
  PENDING: building,
  REBUILDING: { level: 'info', word: 'Building', what: 'is building a new version' },
}

/** Search indexes that failed, are stale, or are building. */
export const searchIndexStates = check({
  id: 'search-indexes',
  label: 'Search indexes',
  words: 'failed stale building missing broken index',
  noun: 'Search index',
  group: 'Search',
  per: 'project',
  about: 'A search index failed, is stale, or is building.',
  fine: 'Ready',
  action: 'View index',
  href: ({ groupId = '', clusterName = '' }, found) => {
    if (!found) return routes.clusters(groupId)
    // An index without an id is looked up by its name.
    if (/^[a-f0-9]{24}$/.test(found.key)) return routes.searchIndex(groupId, clusterName, found.key)
    return listedAt(routes.search(groupId, clusterName), 'indexes', found)
  },
  readings: [
    reading({
      source: searchIndexes,
      rows: (all) => all,
      applies: (all) => all.length > 0,
      find: (index) => {
        const subject = index.name ?? index.indexID ?? '?'
        const { phase } = standingOf(index)
        const { database, collectionName } = index
        const collection = database && collectionName ? `of ${database}.${collectionName} ` : ''
        const state = states[phase ?? '']
        if (state)
          return {
            ...state,
            key: index.indexID ?? `${index.database}.${index.collectionName}.${subject}`,
            subject,
            what: `${collection}${state.what}`,
          }
        return phase === 'READY' || phase === 'DELETING'
          ? undefined
          : { unclear: `The index ${subject} has the unknown status ${phase ?? 'null'}.` }
      },
    }),
  ],
})
