import { z } from 'zod'
import { printJson, readJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import { callIfFits, command, type Environment, type Friction, query } from './define'
import { oneUp } from './friction'
import { jsonInput, whyNoJson } from './json-input'
import { definitionProblems, holds } from './search-definition'
import { latestOf } from './search-hosts'
import { indexTypes, isObject } from './search-known'

import { type SearchIndex, searchIndex } from './search-shapes'
import { standingOf } from './search-status'
import { clusterName, projectId } from './shapes'

const place = { groupId: projectId, clusterName }
const indexId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'The id of a search index is 24 hexadecimal digits')

/** Names travel in the body alone, so every sign works; 255 is MongoDB's own limit for a namespace. */
const name = (missing: string) => z.string().min(1, missing).max(255, 'At most 255 characters')
const definition = jsonInput('Enter a definition, such as {"mappings": {"dynamic": true}}', {
  mappings: { dynamic: true },
})

/** Milliseconds between two looks at what is being built; Atlas's own clients take 60 s. */
const whileBuilding = 5_000
/** For a change made elsewhere; below the age at which a page calls its data old. */
const whileQuiet = 25_000

/** Says what Atlas would refuse in a definition, at the place where it stands. */
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
  needs: ['viewer'],
  input: z.strictObject(place),
  // A bare array, without pages.
  output: z.array(searchIndex),
  live: (all) => (all.some((i) => standingOf(i).isMoving) ? whileBuilding : whileQuiet),
})

export const getSearchIndex = query({
  id: 'search.get',
  title: 'Read a search index',
  atlas: { op: 'getGroupClusterSearchIndex', version: '2024-05-30' },
  needs: ['viewer'],
  input: z.strictObject({ ...place, indexId }),
  // What has neither is no index, whatever it is: it is shown as it came.
  output: searchIndex.refine((index) => Boolean(index.indexID || index.name)),
  freshSeconds: 3,
  live: (index) => (standingOf(index).isMoving ? whileBuilding : whileQuiet),
})

const newIndex = z
  .strictObject({
    ...place,
    database: name('Type the database'),
    collectionName: name('Type the collection'),
    name: name('Give the index a name'),
    type: z.enum(indexTypes, 'Choose search or vectorSearch'),
    definition,
  })
  .superRefine((i, context) => checked(i.type, i.definition, undefined, context))

/** What a person saw when a form or a dialog was opened: the names, and the definition that would be replaced. */
const opened = z.looseObject({
  name: z.string(),
  database: z.string().nullish(),
  collectionName: z.string().nullish(),
  /** Checked where it is one of the two types that are known. */
  type: z.string().nullish(),
  latestDefinition: definition,
  version: z.number().nullish(),
})
type OpenedIndex = z.output<typeof opened>

/** An index as forms and dialogs open on it. */
export const openedOf = (index: SearchIndex) => ({
  name: index.name ?? '',
  database: index.database,
  collectionName: index.collectionName,
  type: index.type,
  latestDefinition: printJson(isObject(index.latestDefinition) ? index.latestDefinition : {}),
  version: latestOf(index).version,
})

/** `shop.products / default`, whatever signs the names hold. */
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
/** So that nothing of ours comes between the look first and the call. */
const inTurn = (i: Here) => `search:${i.groupId}/${i.clusterName}`
const stales = ['search.list', 'search.get'] as const

/** Rows of a list answer that can be read. */
const rowsOf = (answer: unknown) => z.array(searchIndex.catch({})).catch([]).parse(answer)
const indexOf = (answer: unknown) => searchIndex.safeParse(answer).data

const heavy =
  'Building reads the whole collection on every host: on a large collection it takes hours, and can fill the disk or slow the cluster down.'

const asks = (because: string, environment: Environment, phrase: string): Friction =>
  oneUp({ level: 'confirm', because }, environment, phrase)

export const createSearchIndex = command({
  id: 'search.create',
  title: 'Create a search index',
  atlas: { op: 'createGroupClusterSearchIndex', version: '2024-05-30' },
  needs: ['operator'],
  input: newIndex,
  output: searchIndex,
  says: (i) =>
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
  stales,
  begins: true,
  oneAtATime: inTurn,
  first: {
    read: listOf,
    whyNot: (answer, i) =>
      rowsOf(answer).some((row) => isAt(row, i))
        ? `An index named “${i.name}” is on ${i.database}.${i.collectionName} already. Choose another name, or change that index.`
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
      'An index of this name is on this collection already. Choose another name, or change that index.',
  },
})

const isAt = (row: SearchIndex, i: { database: string; collectionName: string; name: string }) =>
  row.database === i.database && row.collectionName === i.collectionName && row.name === i.name

/** Why a change or a deletion cannot go ahead on what is there now. */
function whyNotThis(there: SearchIndex | undefined, was: OpenedIndex): string | undefined {
  if (!there) return `The index “${was.name}” is not there any more. Read the list again.`
  if (there.name && there.name !== was.name)
    return `This id is the index “${there.name}” now, not “${was.name}”. Read the list again.`
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
  needs: ['operator'],
  input: changedIndex,
  output: searchIndex,
  says: (i) =>
    `Replace the definition of the search index “${i.opened.name}” on ${i.opened.database}.${i.opened.collectionName} of ${i.clusterName}`,
  target: (i) =>
    `project ${i.groupId} / cluster ${i.clusterName} / search index ${i.indexId} (${spot(i.opened)})`,
  // The whole definition; Atlas takes nothing beside it.
  body: (i) => ({ definition: readJson(i.definition) }),
  friction: (i, environment) =>
    asks(
      `The whole definition is replaced, and the index is built again while the present version goes on serving. ${heavy}`,
      environment,
      i.opened.name,
    ),
  stales,
  begins: true,
  oneAtATime: inTurn,
  first: {
    read: oneOf,
    whyNot: (answer, i) => {
      const there = indexOf(answer)
      const gone = whyNotThis(there, i.opened)
      if (gone || !there) return gone
      if (standingOf(there).phase === 'DELETING')
        return 'Atlas is deleting this index: it can no longer be changed.'
      return isChanged(there, i.opened)
        ? `“${i.opened.name}” was changed elsewhere since this form was opened. Look at what it is now before you replace it.`
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
        // Atlas counts each change.
        version: i.opened.version == null ? undefined : i.opened.version + 1,
      },
    }),
  readBack: {
    read: oneOf,
    verdict: (answer, i) => {
      const there = indexOf(answer)
      if (!there) return 'other'
      // The old one holds all that was sent when something is only taken away.
      if (!isChanged(there, i.opened)) return 'absent'
      return holds(there.latestDefinition, readJson(i.definition)) ? 'done' : 'other'
    },
  },
})

/** By the version where there is one: Atlas fills in definitions, so that equal ones can differ. */
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
  needs: ['operator'],
  input: z.strictObject({ ...place, indexId, opened }),
  output: z.unknown(),
  says: (i) =>
    `Delete the search index “${i.opened.name}” of ${i.opened.database}.${i.opened.collectionName} on ${i.clusterName}`,
  target: (i) =>
    `project ${i.groupId} / cluster ${i.clusterName} / search index ${i.indexId} (${spot(i.opened)})`,
  body: () => undefined,
  friction: (i) => ({
    level: 'type',
    phrase: i.opened.name,
    because:
      'Queries that use it fail from then on. Documents stay; the index itself can only be built anew, which takes as long as it took.',
  }),
  stales,
  oneAtATime: inTurn,
  first: { read: oneOf, whyNot: (answer, i) => whyNotThis(indexOf(answer), i.opened) },
  // Made again with the same definition, once Atlas is through with the deletion.
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
