import { z } from 'zod'
import type { SearchIndex } from './search-shapes'

/** The current status for every name that Atlas has used; the `/fts/` paths and hosts use others. */
const today: Record<string, string> = {
  ...Object.fromEntries(
    ['PENDING', 'BUILDING', 'READY', 'FAILED', 'STALE', 'DELETING', 'DOES_NOT_EXIST', 'PAUSED'].map(
      (status) => [status, status],
    ),
  ),
  STEADY: 'READY',
  IN_PROGRESS: 'BUILDING',
  INITIAL_SYNC: 'BUILDING',
  MIGRATING: 'BUILDING',
  NOT_STARTED: 'PENDING',
  DELETED: 'DOES_NOT_EXIST',
}

/** A status by its current name; an unknown one unchanged. */
export const statusToday = (status: string | null | undefined): string | undefined =>
  status ? (today[status.toUpperCase()] ?? status) : undefined

const text = z.string().nullish().catch(null)
const flag = z.boolean().nullish().catch(null)
const version = z.looseObject({
  // A number beyond 2^53 arrives as a string.
  version: z.coerce.number().nullish().catch(null),
  createdAt: text,
})
const mapping = z.looseObject({ status: text, queryable: flag, message: text })
const mappings = z.array(z.record(z.string(), mapping.catch({})).catch({})).catch([])

const generation = z.looseObject({
  status: text,
  queryable: flag,
  message: text,
  definition: z.unknown().optional(),
  definitionVersion: version.nullish().catch(null),
  synonymMappingStatus: text,
  synonymMappingStatusDetail: z.unknown().optional(),
})
const host = z.looseObject({
  hostname: text,
  status: text,
  queryable: flag,
  mainIndex: generation.nullish().catch(null),
  stagedIndex: generation.nullish().catch(null),
})

/** One version of the definition on one host: the main one serves, a staged one replaces it when built. */
export type Generation = Latest & {
  /** By its current name. */
  status: string | undefined
  queryable: boolean | undefined
  message: string | undefined
  definition: unknown
  synonyms: Synonym[]
}
export type Host = {
  name: string
  status: string | undefined
  queryable: boolean | undefined
  main: Generation | undefined
  staged: Generation | undefined
}
export type Synonym = {
  name: string
  status: string | undefined
  queryable: boolean | undefined
  message: string | undefined
}
/** A version of the definition, and when it was sent (ISO). */
export type Latest = { version: number | undefined; createdAt: string | undefined }

const versionIn = (said: z.output<typeof version> | null | undefined): Latest => ({
  version: said?.version ?? undefined,
  createdAt: said?.createdAt ?? undefined,
})

const synonymsIn = (detail: unknown): Synonym[] =>
  mappings.parse(detail).flatMap((map) =>
    Object.entries(map).map(([name, { status, queryable, message }]) => ({
      name,
      status: statusToday(status),
      queryable: queryable ?? undefined,
      message: message ?? undefined,
    })),
  )

const generationOf = (g: z.output<typeof generation> | null | undefined): Generation | undefined =>
  g
    ? {
        ...versionIn(g.definitionVersion),
        status: statusToday(g.status),
        queryable: g.queryable ?? undefined,
        message: g.message ?? undefined,
        definition: g.definition,
        synonyms: synonymsIn(g.synonymMappingStatusDetail),
      }
    : undefined

/** Whether a host answers queries: what it reports itself, else what it reports about its main index. */
export const answersOn = ({ queryable, main }: Host): boolean | undefined =>
  queryable ?? main?.queryable

/** The hosts of an index; none right after its creation. */
export function hostsOf(index: SearchIndex): Host[] {
  const all = z.array(host.catch({})).catch([]).parse(index.statusDetail)
  return all.map((h, i) => ({
    name: h.hostname || `host ${i + 1}`,
    status: statusToday(h.status),
    queryable: h.queryable ?? undefined,
    main: generationOf(h.mainIndex),
    staged: generationOf(h.stagedIndex),
  }))
}

/** The version of the definition that was sent last, and when. */
export const latestOf = (index: SearchIndex): Latest =>
  versionIn(version.catch({}).parse(index.latestDefinitionVersion ?? {}))

const order = ['FAILED', 'BUILDING', 'READY']
/** The synonym mappings by name, each with the worst status that a host or the index reports. */
export function synonymsOf(index: SearchIndex, hosts: readonly Host[]): Synonym[] {
  const worst = new Map<string, Synonym>()
  const all = [
    ...synonymsIn(index.synonymMappingStatusDetail),
    ...hosts.flatMap((h) => [...(h.main?.synonyms ?? []), ...(h.staged?.synonyms ?? [])]),
  ]
  const rank = (s: Synonym) => {
    const at = order.indexOf(s.status ?? '')
    return at < 0 ? 1.5 : at
  }
  for (const synonym of all) {
    const known = worst.get(synonym.name)
    if (!known || rank(synonym) < rank(known)) worst.set(synonym.name, synonym)
  }
  return [...worst.values()]
}
