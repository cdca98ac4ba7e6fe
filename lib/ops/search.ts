import { z } from 'zod'
import { readJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import { callIfFits, command, query } from './define'
import type { Environment } from './environment'
import { type Friction, oneUp } from './friction'
import { whyNoJson } from './json-input'
import { definitionProblems, holds } from './search-definition'
import { latestOf } from './search-hosts'
import { indexTypes } from './search-known'
import { definition, type OpenedIndex, opened, openedOf } from './search-opened'
import { type SearchIndex, searchIndex } from './search-shapes'
import { standingOf } from './search-status'
import { clusterName, projectId } from './shapes'
import { nameLine } from './text'

const place = { groupId: projectId, clusterName }
const indexId = z.string().regex(/^[a-f0-9]{24}$/, 'A search index ID has 24 hexadecimal digits')

/** Names travel in the body only, so any character works; 255 is MongoDB's limit for a namespace. */
const name = (missing: string) => nameLine(missing).max(255, 'At most 255 characters')

/** How often to read an index that is building, in ms; Atlas's own clients wait 60 s. */
const whileBuilding = 5_000
/** Shows changes by other people. Shorter than the age at which a page calls its data stale. */
const whileQuiet = 25_000

/** Adds an issue for what Atlas would refuse in a definition, at its path. */
const checked = (
  type: string | null | undefined,
  text: string,
  held: string | undefined,
  context: {
    addIssue(issue: { code: 'custom'; path: (string | number)[]; message: string }): void
  },
) => {
  const known = indexTypes.find((t) => t === (type ?? 'search'))
  if (whyNoJson(text) || (held !== undefined && whyNoJson(held))) return
  const before = held === undefined ? undefined : JSON.parse(held)
  for (const { path, message, note } of definitionProblems(known, JSON.parse(text), before))
    if (!note) context.addIssue({ code: 'custom', path: ['definition', ...path], message })
}

export const listSearchIndexes = query({
  id: 'search.list',
  title: 'List search indexes',
  atlas: { op: 'listGroupClusterSearchIndexes', version: '2024-05-30' },
  roles: ['viewer'],
  input: z.strictObject(place),
  // A bare array, without pages.
  output: z.array(searchIndex),
  refetchInterval: (all) => (all.some((i) => standingOf(i).isMoving) ? whileBuilding : whileQuiet),
})

export const getSearchIndex = query({
  id: 'search.get',
  title: 'Read a search index',
  atlas: { op: 'getGroupClusterSearchIndex', version: '2024-05-30' },
  roles: ['viewer'],
  input: z.strictObject({ ...place, indexId }),
  // Without an id and a name it is not an index; it is shown as it came.
  output: searchIndex.refine((index) => Boolean(index.indexID || index.name)),
  maxAgeSeconds: 3,
  refetchInterval: (index) => (standingOf(index).isMoving ? whileBuilding : whileQuiet),
})

const newIndex = z
  .strictObject({
    ...place,
    database: name('Enter a database'),
    collectionName: name('Enter a collection'),
    name: name('Enter a name'),
    type: z.enum(indexTypes, 'Choose search or vectorSearch'),
    definition,
  })
  .superRefine((i, context) => checked(i.type, i.definition, undefined, context))

/** `shop.products / default` */
const spot = (i: { database?: unknown; collectionName?: unknown; name: string }) =>
  `${i.database}.${i.collectionName} / ${i.name}`

type Here = { groupId: string; clusterName: string }
const listOf = ({ groupId, clusterName }: Here) => ({
  id: 'search.list',
  input: { groupId, clusterName },
})
const oneOf = ({ groupId, clusterName, indexId }: Here & { indexId: string }) => ({
  id: 'search.get',
  input: { groupId, clusterName, indexId },
})
/** One command per cluster at a time, so that nothing of ours comes between the first read and the call. */
const inTurn = (i: Here) => `search:${i.groupId}/${i.clusterName}`
const invalidates = ['search.list', 'search.get'] as const

/** The readable rows of a list answer. */
const rowsOf = (answer: unknown) => z.array(searchIndex.catch({})).catch([]).parse(answer)
const indexOf = (answer: unknown) => searchIndex.safeParse(answer).data

const heavy =
  'Building reads the whole collection on every host. On a large collection this takes hours, and can fill the disk or slow the cluster.'

const asks = (because: string, environment: Environment, phrase: string): Friction =>
  oneUp({ level: 'confirm', because }, environment, phrase)

export const createSearchIndex = command({
  id: 'search.create',
  title: 'Create a search index',
  atlas: { op: 'createGroupClusterSearchIndex', version: '2024-05-30' },
  roles: ['operator'],
  input: newIndex,
  output: searchIndex,
  verbs: {
    do: 'Create index',
    doing: 'Creating…',
    done: (i) => `“${i.name}” is queued to build`,
  },
  summary: (i) =>
    `Create the ${i.type} index “${i.name}” on ${i.database}.${i.collectionName} of ${i.clusterName}`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / search index ${spot(i)}`,
  body: ({ database, collectionName, name, type, definition }) => ({
    collectionName,
    database,
    name,
    type,
    definition: readJson(definition),
  }),
  friction: (i, environment) => asks(heavy, environment, i.name),
  invalidates,
  accepted: true,
  concurrencyKey: inTurn,
  precondition: {
    read: listOf,
    whyNot: (answer, i) =>
      rowsOf(answer).some((row) => isAt(row, i))
        ? `${i.database}.${i.collectionName} already has an index named “${i.name}”. Choose another name, or change that index.`
        : undefined,
  },
  readBack: {
    read: listOf,
    verdict: (answer, i) => {
      const there = rowsOf(answer).find((row) => isAt(row, i))
      if (!there) return 'absent'
      return holds(there.latestDefinition, readJson(i.definition)) ? 'done' : 'other'
    },
  },
  refusals: {
    ATLAS_SEARCH_DUPLICATE_INDEX:
      'The collection already has an index with this name. Choose another name, or change that index.',
  },
})

const isAt = (row: SearchIndex, i: { database: string; collectionName: string; name: string }) =>
  row.database === i.database && row.collectionName === i.collectionName && row.name === i.name

/** Why a change or deletion can't go ahead now. */
function whyNotThis(there: SearchIndex | undefined, was: OpenedIndex): string | undefined {
  if (!there) return `The index “${was.name}” no longer exists. Refresh the list.`
  if (there.name && there.name !== was.name)
    return `This ID now belongs to the index “${there.name}”, not “${was.name}”. Refresh the list.`
  return undefined
}

const changedIndex = z
  .strictObject({ ...place, indexId, definition, opened })
  .superRefine((i, context) =>
    checked(i.opened.type, i.definition, i.opened.latestDefinition, context),
  )

export const updateSearchIndex = command({
  id: 'search.update',
  title: 'Change a search index',
  atlas: { op: 'updateGroupClusterSearchIndex', version: '2024-05-30' },
  roles: ['operator'],
  input: changedIndex,
  output: searchIndex,
  verbs: {
    do: 'Replace definition',
    doing: 'Replacing…',
    done: (i) => `Definition of “${i.opened.name}” replaced`,
  },
  summary: (i) =>
    `Replace the definition of the search index “${i.opened.name}” on ${i.opened.database}.${i.opened.collectionName} of ${i.clusterName}`,
  target: (i) =>
    `project ${i.groupId} / cluster ${i.clusterName} / search index ${i.indexId} (${spot(i.opened)})`,
  // The whole definition; Atlas accepts nothing else.
  body: (i) => ({ definition: readJson(i.definition) }),
  friction: (i, environment) =>
    asks(
      `This replaces the whole definition and rebuilds the index. A version that serves queries keeps serving them until then. ${heavy}`,
      environment,
      i.opened.name,
    ),
  invalidates,
  accepted: true,
  concurrencyKey: inTurn,
  opened: { read: oneOf, now: (answer) => openedOf(indexOf(answer) ?? {}) },
  precondition: {
    read: oneOf,
    whyNot: (answer, i) => {
      const there = indexOf(answer)
      const gone = whyNotThis(there, i.opened)
      if (gone || !there) return gone
      if (standingOf(there).phase === 'DELETING')
        return 'Atlas is deleting this index. It can no longer be changed.'
      return isChanged(there, i.opened)
        ? `“${i.opened.name}” was changed by someone else after you opened this. Review the new definition before you replace it.`
        : undefined
    },
  },
  undo: (i) =>
    callIfFits('search.update', changedIndex, {
      groupId: i.groupId,
      clusterName: i.clusterName,
      indexId: i.indexId,
      definition: i.opened.latestDefinition,
      opened: {
        ...i.opened,
        latestDefinition: i.definition,
        // Atlas increments it with each change.
        version: i.opened.version == null ? undefined : i.opened.version + 1,
      },
    }),
  readBack: {
    read: oneOf,
    verdict: (answer, i) => {
      const there = indexOf(answer)
      if (!there) return 'other'
      // When parts were only removed, the old definition already holds everything that was sent.
      if (!isChanged(there, i.opened)) return 'absent'
      return holds(there.latestDefinition, readJson(i.definition)) ? 'done' : 'other'
    },
  },
})

/** Compares versions where there are any: Atlas fills in definitions, so equal ones can look different. */
function isChanged(there: SearchIndex, was: OpenedIndex): boolean {
  const { version } = latestOf(there)
  return version !== undefined && was.version != null
    ? version !== was.version
    : !sameJson(there.latestDefinition, readJson(was.latestDefinition))
}

export const deleteSearchIndex = command({
  id: 'search.delete',
  title: 'Delete a search index',
  atlas: { op: 'deleteGroupClusterSearchIndex', version: '2024-05-30' },
  roles: ['operator'],
  input: z.strictObject({ ...place, indexId, opened }),
  verbs: {
    do: 'Delete index',
    doing: 'Deleting…',
    done: (i) => `Deleting “${i.opened.name}”`,
  },
  summary: (i) =>
    `Delete the search index “${i.opened.name}” of ${i.opened.database}.${i.opened.collectionName} on ${i.clusterName}`,
  target: (i) =>
    `project ${i.groupId} / cluster ${i.clusterName} / search index ${i.indexId} (${spot(i.opened)})`,
  friction: (i) => ({
    level: 'type',
    phrase: i.opened.name,
    because:
      'Queries that use it will fail. Documents are kept. To restore the index, you have to build it again.',
  }),
  invalidates,
  concurrencyKey: inTurn,
  precondition: { read: oneOf, whyNot: (answer, i) => whyNotThis(indexOf(answer), i.opened) },
  // Recreates it with the same definition, once Atlas has finished deleting.
  undo: ({ groupId, clusterName, opened: { database, collectionName, name, type, ...was } }) =>
    callIfFits('search.create', newIndex, {
      groupId,
      clusterName,
      database,
      collectionName,
      name,
      type: type ?? 'search',
      definition: was.latestDefinition,
    }),
  readBack: {
    read: oneOf,
    verdict: (answer) => {
      if (answer === undefined) return 'done'
      const there = indexOf(answer)
      const phase = there && standingOf(there).phase
      return phase === 'DELETING' || phase === 'DOES_NOT_EXIST' ? 'done' : 'absent'
    },
  },
})
