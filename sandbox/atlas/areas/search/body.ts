import { z } from 'zod'
import type { Cluster } from '../../world/shapes'
import { type Generation, hostCount, type SearchIndex } from './shapes'

type Status = 'PENDING' | 'BUILDING' | 'READY' | 'FAILED' | 'STALE' | 'DELETING' | 'DOES_NOT_EXIST'

const statusOn = (g: Generation, host: number, now: number): Status => {
  if (g.buildingAt > now) return 'PENDING'
  if ((g.doneAt[host] ?? 0) > now) return 'BUILDING'
  return g.fails ? 'FAILED' : g.stale ? 'STALE' : 'READY'
}

/** Whether every host has it, built or failed. */
export const isThrough = (g: Generation, now: number): boolean =>
  g.buildingAt <= now && g.doneAt.every((at) => at <= now)

const isServing = (status: Status) => status === 'READY' || status === 'STALE'

const versionOf = ({ version, createdAt }: Generation) => ({
  ...(createdAt ? { createdAt } : {}),
  version,
})

const synonymsOf = (definition: Record<string, unknown>) => {
  const parsed = z.array(z.looseObject({ name: z.string() })).safeParse(definition.synonyms)
  return parsed.success ? parsed.data.map((s) => s.name) : []
}

/** Status of the synonym mappings; nothing when the definition has none. */
function synonymBody({ badSynonyms }: SearchIndex, { definition }: Generation, status: Status) {
  const names = synonymsOf(definition)
  if (names.length === 0) return {}
  const built = isServing(status)
  const of = (name: string) => (!built ? 'BUILDING' : badSynonyms[name] ? 'FAILED' : 'READY')
  const all = names.map(of)
  return {
    synonymMappingStatus: all.includes('FAILED') ? 'FAILED' : (all[0] ?? 'READY'),
    synonymMappingStatusDetail: names.map((name) => ({
      [name]: {
        ...(badSynonyms[name] ? { message: badSynonyms[name] } : {}),
        queryable: of(name) === 'READY',
        status: of(name),
      },
    })),
  }
}

function generationBody(index: SearchIndex, g: Generation, host: number, now: number) {
  const status = statusOn(g, host, now)
  const message = status === 'FAILED' ? g.fails : status === 'STALE' ? g.stale : undefined
  return {
    definition: g.definition,
    definitionVersion: versionOf(g),
    ...(message ? { message } : {}),
    queryable: isServing(status),
    status,
    ...synonymBody(index, g, status),
  }
}

/** A host serves the staged definition as soon as it has built it; the others keep serving the old one. */
function hostBody(index: SearchIndex, cluster: Cluster, host: number, now: number) {
  const { staged } = index
  const label = cluster.name.toLowerCase()
  const stagedStatus = staged && statusOn(staged, host, now)
  const main = staged && stagedStatus === 'READY' ? staged : index.main
  const status = statusOn(main, host, now)
  return {
    hostname: `${label}-shard-00-0${host}.${cluster.id.slice(-5)}.mongodb.example`,
    mainIndex: generationBody(index, main, host, now),
    queryable: isServing(status),
    ...(staged && stagedStatus !== 'READY' && staged.buildingAt <= now
      ? { stagedIndex: generationBody(index, staged, host, now) }
      : {}),
    status: isServing(status) && stagedStatus === 'FAILED' ? 'FAILED' : status,
  }
}

const order: readonly Status[] = ['FAILED', 'PENDING', 'BUILDING', 'STALE', 'READY']
const worst = (all: Status[]): Status => order.find((s) => all.includes(s)) ?? 'READY'

/** An index as Atlas returns it: right after creation with version 0 and without hosts. */
export function indexBody(index: SearchIndex, cluster: Cluster, now: number) {
  const { main, staged, stays } = index
  const latest = staged ?? main
  const hosts = Array.from({ length: hostCount }, (_, h) => h)
  const statuses = hosts.flatMap((h) => [
    statusOn(main, h, now),
    ...(staged ? [statusOn(staged, h, now)] : []),
  ])
  const status = stays ?? worst(statuses)
  const isNew = !staged && main.version === 0 && main.buildingAt > now
  const isBare = isNew || stays === 'DOES_NOT_EXIST'
  return {
    collectionName: index.collectionName,
    database: index.database,
    indexID: index.indexID,
    latestDefinition: latest.definition,
    latestDefinitionVersion: isNew ? { version: 0 } : versionOf(latest),
    name: index.name,
    queryable:
      !isBare && stays === undefined && hosts.every((h) => isServing(statusOn(main, h, now))),
    status,
    ...(isBare ? {} : { statusDetail: hosts.map((h) => hostBody(index, cluster, h, now)) }),
    ...(isBare ? {} : synonymBody(index, main, statusOn(main, 0, now))),
    type: index.type,
  }
}
