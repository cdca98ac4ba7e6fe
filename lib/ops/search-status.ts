import { count, list } from '@/lib/format/words'
import {
  type Generation,
  type Host,
  hostsOf,
  type Latest,
  latestOf,
  type Synonym,
  statusToday,
  synonymsOf,
} from './search-hosts'
import type { SearchIndex } from './search-shapes'
import { type Message, messagesOf, on, upper, v } from './search-words'

/** What an index is doing, from everything that Atlas says of it. */
export type Standing = {
  /** One of `phases`, or the status as it came where nobody knows it; undefined when nothing is said. */
  phase: string | undefined
  /** One or two sentences for people. */
  says: string
  /** It will go on changing by itself. */
  isMoving: boolean
  /** Whether queries are answered: said apart from the status. */
  queryable: boolean | undefined
  hosts: Host[]
  synonyms: Synonym[]
  /** Failures first, each text once. */
  messages: Message[]
  latest: Latest
  /** The version that most hosts serve. */
  served: number | undefined
}

/** REBUILDING: serves one version while another is built. CHANGE_FAILED: serves, and the change of it failed. */
export const phases = [
  'READY',
  'REBUILDING',
  'BUILDING',
  'PENDING',
  'FAILED',
  'CHANGE_FAILED',
  'PARTLY_FAILED',
  'STALE',
  'DELETING',
  'DOES_NOT_EXIST',
  'PAUSED',
] as const

const isMovingStatus = (status: string | undefined) => status === 'BUILDING' || status === 'PENDING'
const serves = (g: Generation) => g.queryable ?? (g.status === 'READY' || g.status === 'STALE')
const is = (status: string) => (g: Generation) => g.status === status

/** How many generations have each version, the one of most first. */
function byVersion(
  all: readonly Generation[],
): Array<{ version: number | undefined; hosts: number }> {
  const counts = new Map<number | undefined, number>()
  for (const { version } of all) counts.set(version, (counts.get(version) ?? 0) + 1)
  return [...counts]
    .map(([version, hosts]) => ({ version, hosts }))
    .toSorted((a, b) => b.hosts - a.hosts)
}

type Facts = {
  status: string | undefined
  queryable: boolean | undefined
  latest: Latest
  all: number
  mains: Generation[]
  staged: Generation[]
  serving: Generation[]
  /** The version that serves while `target` is built. */
  old: number | undefined
  target: number | undefined
}

function factsOf(index: SearchIndex, hosts: readonly Host[]): Facts {
  const mains = hosts.flatMap((h) => h.main ?? [])
  const staged = hosts.flatMap((h) => h.staged ?? [])
  const latest = latestOf(index)
  const serving = mains.filter(serves)
  const target = staged.find((g) => g.version !== undefined)?.version ?? latest.version
  const old = byVersion(serving.filter((g) => g.version !== target))[0]?.version
  const queryable = index.queryable ?? (mains.length ? serving.length === mains.length : undefined)
  const said =
    statusToday(index.status) ??
    hosts.find((h) => h.status !== 'READY' && h.status)?.status ??
    hosts[0]?.status
  return { status: said, queryable, latest, all: hosts.length, mains, staged, serving, old, target }
}

type Said = { phase: string | undefined; says: string }

/** What serves, when something else failed or is awaited. */
const goesOn = ({ serving, old, target, all }: Facts) => {
  const version = old ?? byVersion(serving)[0]?.version
  const already = serving.filter((g) => g.version === target && target !== old).length
  if (serving.length === 0) return undefined
  return {
    serving: `${v(version)}${version === undefined ? ' it had' : ''}`,
    already:
      already > 0 && already < all && old !== undefined
        ? ` ${upper(on(already, all))} ${v(target)} serves already.`
        : '',
  }
}

function failed(f: Facts): Said | undefined {
  const { staged, mains, all, status, queryable } = f
  const staging = staged.filter(is('FAILED')).length
  const old = goesOn(f)
  if (staging > 0)
    return old
      ? {
          phase: 'CHANGE_FAILED',
          says: `${upper(v(f.target))} could not be built ${on(staging, all)}. Queries are still answered from ${old.serving}.`,
        }
      : {
          phase: 'FAILED',
          says: `${upper(v(f.target))} could not be built ${on(staging, all)}, and nothing answers queries.`,
        }
  const broken = mains.filter(is('FAILED'))
  const moving = mains.filter((g) => isMovingStatus(g.status)).length
  if (broken.length > 0 && broken.length < all)
    return {
      phase: 'PARTLY_FAILED',
      says: `Failed ${on(broken.length, all)}${moving > 0 ? `, still builds ${on(moving, all)}` : ''}. Queries that reach ${broken.length === 1 ? 'that host' : 'those hosts'} may fail.`,
    }
  if (broken.length > 0 || status === 'FAILED')
    return old || queryable
      ? {
          phase: 'CHANGE_FAILED',
          says: `The last build failed. Queries are still answered from ${old?.serving ?? 'the version before it'}.`,
        }
      : {
          phase: 'FAILED',
          says: `The build of ${v(f.latest.version ?? broken[0]?.version)} failed${all ? ` ${on(broken.length || all, all)}` : ''}. It does not answer queries, and it will not be tried again by itself: change the definition.`,
        }
  return undefined
}

function building(f: Facts): Said | undefined {
  const { mains, staged, serving, all, status, latest, target } = f
  const old = goesOn(f)
  const inStage = staged.filter((g) => g.status === undefined || isMovingStatus(g.status)).length
  const stale = mains.some(is('STALE')) ? ' It is stale: answers miss recent changes.' : ''
  if (staged.length > 0 && old)
    return inStage > 0
      ? {
          phase: 'REBUILDING',
          says: `Serves ${old.serving} while ${v(target)} builds ${on(inStage, all)}.${old.already}${stale}`,
        }
      : {
          phase: 'REBUILDING',
          says: `Serves ${old.serving}; ${v(target)} is built ${on(staged.length, all)} and takes its place.${stale}`,
        }
  if (staged.length > 0)
    return {
      phase: 'BUILDING',
      says: `Builds ${v(target)} ${on(inStage || staged.length, all)}. Nothing answers queries until it is done.`,
    }
  const inMain = mains.filter((g) => isMovingStatus(g.status)).length
  if (inMain > 0) {
    const waits = mains.every((g) => g.status === 'PENDING')
    const version =
      byVersion(mains.filter((g) => isMovingStatus(g.status)))[0]?.version ?? latest.version
    const done =
      serving.length > 0
        ? ` It is ready ${on(serving.length, all)}.`
        : ' Nothing answers queries until it is done.'
    return waits
      ? {
          phase: 'PENDING',
          says: `${upper(v(version))} waits to be built ${on(inMain, all)}.${done}`,
        }
      : { phase: 'BUILDING', says: `Builds ${v(version)} ${on(inMain, all)}.${done}` }
  }
  if (!isMovingStatus(status)) return undefined
  if (serving.length > 0) {
    const version = byVersion(serving)[0]?.version
    const next = latest.version !== version ? v(latest.version) : 'a new version'
    return { phase: 'REBUILDING', says: `Serves ${v(version)}; ${next} waits to be built.${stale}` }
  }
  if (f.queryable)
    return {
      phase: 'REBUILDING',
      says: `Answers queries while ${v(latest.version)} ${status === 'PENDING' ? 'waits to be built' : 'builds'}.`,
    }
  return status === 'PENDING'
    ? {
        phase: 'PENDING',
        says: `${upper(v(latest.version))} waits to be built. Atlas names no hosts yet.`,
      }
    : {
        phase: 'BUILDING',
        says: `${upper(v(latest.version))} is being built. Atlas names no hosts.`,
      }
}

function settled(f: Facts): Said {
  const { status, mains, serving, all, latest, queryable } = f
  const stale = mains.filter(is('STALE')).length
  if (stale > 0 || status === 'STALE')
    return {
      phase: 'STALE',
      says: `No longer follows its collection${stale > 0 && all > 1 ? ` ${on(stale, all)}` : ''}: ${queryable === false ? 'it does not answer queries' : 'queries are answered from old data'}. It does not catch up by itself: send its definition again to rebuild it.`,
    }
  if (status !== 'READY') return elsewhere(status)
  const versions = byVersion(serving)
  const newer =
    latest.version !== undefined &&
    versions[0]?.version !== undefined &&
    latest.version > versions[0].version
      ? ` The latest definition is version ${latest.version}.`
      : ''
  const dumb = queryable === false ? ' Atlas says that it does not answer queries.' : ''
  if (all === 0) return { phase: 'READY', says: withoutHosts(f) }
  if (versions.length > 1)
    return {
      phase: 'READY',
      says: `${upper(list(versions.map((s) => `${v(s.version)} ${on(s.hosts, all)}`)))} serve queries.${newer}${dumb}`,
    }
  const others = serving.length < all ? '; the others do not answer queries' : ''
  return serving.length === 0
    ? {
        phase: 'READY',
        says: `Atlas calls it ready, and none of its ${count(all, 'host')} answers queries.`,
      }
    : {
        phase: 'READY',
        says: `Serves ${v(versions[0]?.version)} ${on(serving.length, all)}${others}.${newer}${others ? '' : dumb}`,
      }
}

const withoutHosts = ({ queryable, latest }: Facts) =>
  queryable === false
    ? 'Atlas calls it ready and says that it does not answer queries.'
    : latest.version === undefined
      ? 'It is ready.'
      : `Serves ${v(latest.version)}.`

const elsewhere = (status: string | undefined): Said =>
  status === 'PAUSED'
    ? { phase: 'PAUSED', says: 'Its cluster is paused, and so is the index.' }
    : {
        phase: status,
        says: status
          ? `Atlas says “${status}”, which this console does not know.`
          : 'Atlas says nothing of its state.',
      }

/** What is over, or ends, comes before everything that hosts may still say. */
function ending({ status, all }: Facts): Said | undefined {
  if (status === 'DELETING') return { phase: status, says: 'Atlas is deleting it.' }
  if (status === 'DOES_NOT_EXIST')
    return {
      phase: status,
      says: `Atlas keeps this name, and there is no such index ${all ? on(all, all) : 'on the hosts'}. It will not appear by itself: delete it, or change its definition to build it.`,
    }
  return undefined
}

/**
 * What an index is doing: from its status, the status of each host, and the main and the staged index there. FAILED, STALE,
 * DOES_NOT_EXIST and DELETING are never "still building"; old words count as today's.
 */
export function standingOf(index: SearchIndex): Standing {
  const hosts = hostsOf(index)
  const synonyms = synonymsOf(index, hosts)
  const facts = factsOf(index, hosts)
  const { phase, says } = ending(facts) ?? failed(facts) ?? building(facts) ?? settled(facts)
  const moves = [...facts.mains, ...facts.staged].some((g) => isMovingStatus(g.status))
  const bySynonyms = synonyms.some((s) => s.status === 'BUILDING') && phase === 'READY'
  return {
    phase,
    says,
    isMoving:
      phase === 'DELETING' ||
      phase === 'PENDING' ||
      phase === 'BUILDING' ||
      phase === 'REBUILDING' ||
      (phase !== 'DOES_NOT_EXIST' && phase !== 'FAILED' && moves) ||
      bySynonyms,
    queryable: facts.queryable,
    hosts,
    synonyms,
    messages: messagesOf(hosts, synonyms),
    latest: facts.latest,
    served: byVersion(facts.serving)[0]?.version,
  }
}
