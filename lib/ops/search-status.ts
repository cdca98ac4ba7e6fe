import { count, list } from '@/lib/format/words'
import { byVersion, type Facts, factsOf, is, isMovingStatus } from './search-facts'
import {
  answersOn,
  type Host,
  hostsOf,
  type Latest,
  type Synonym,
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
  /** What to do where it does not get better by itself. */
  advice: string | undefined
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

type Said = { phase: string | undefined; says: string; advice?: string }

const mend = 'It is not tried again by itself: mend the definition and send it.'

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

/** A version newer than what failed was sent, and is on no host yet. */
const isAwaited = ({ mains, latest }: Facts) =>
  mains.some(is('FAILED')) &&
  mains.every((g) => (g.version ?? Number.POSITIVE_INFINITY) < (latest.version ?? 0))

function failed(f: Facts): Said | undefined {
  const { staged, mains, all, status, queryable } = f
  const staging = staged.filter(is('FAILED')).length
  const old = goesOn(f)
  if (staging > 0)
    return old
      ? {
          phase: 'CHANGE_FAILED',
          says: `${upper(v(f.target))} could not be built ${on(staging, all)}. Queries are still answered from ${old.serving}.`,
          advice: mend,
        }
      : {
          phase: 'FAILED',
          says: `${upper(v(f.target))} could not be built ${on(staging, all)}, and nothing answers queries.`,
          advice: mend,
        }
  const broken = mains.filter(is('FAILED'))
  const moving = mains.filter((g) => isMovingStatus(g.status)).length
  if (broken.length > 0 && broken.length < all)
    return {
      phase: 'PARTLY_FAILED',
      says: `Failed ${on(broken.length, all)}${moving > 0 ? `, still builds ${on(moving, all)}` : ''}. Queries that reach ${broken.length === 1 ? 'that host' : 'those hosts'} may fail.`,
      advice:
        'If it stays so, look at disk and memory there; a changed definition is built anew on every host.',
    }
  // A definition that was mended since is being built: that says more than the failure before it.
  if (broken.length > 0 && staged.some((g) => isMovingStatus(g.status))) return undefined
  if (broken.length > 0 && isAwaited(f) && isMovingStatus(status)) return undefined
  if (broken.length > 0 || status === 'FAILED')
    return old || queryable
      ? {
          phase: 'CHANGE_FAILED',
          says: `The last build failed. Queries are still answered from ${old?.serving ?? 'the version before it'}.`,
          advice: mend,
        }
      : {
          phase: 'FAILED',
          says: `The build of ${v(broken[0]?.version ?? f.latest.version)} failed${all ? ` ${on(broken.length || all, all)}` : ''}: it does not answer queries.`,
          advice: mend,
        }
  return undefined
}

function building(f: Facts): Said | undefined {
  const { mains, staged, serving, all, status, latest, target } = f
  const old = goesOn(f)
  const inStage = staged.filter((g) => g.status === undefined || isMovingStatus(g.status)).length
  const odd = staged.find((g) => g.status !== 'READY')?.status
  const stale = mains.some(is('STALE')) ? ' It is stale: answers miss recent changes.' : ''
  if (staged.length > 0 && old)
    return inStage > 0
      ? {
          phase: 'REBUILDING',
          says: `Serves ${old.serving} while ${v(target)} builds ${on(inStage, all)}.${old.already}${stale}`,
        }
      : {
          phase: 'REBUILDING',
          says: odd
            ? `Serves ${old.serving}; ${v(target)} is staged ${on(staged.length, all)}, and Atlas calls it “${odd}”.${stale}`
            : `Serves ${old.serving}; ${v(target)} is built ${on(staged.length, all)} and takes its place.${stale}`,
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
        says: `${upper(v(latest.version))} waits to be built.${all === 0 ? ' Atlas names no hosts yet.' : ''}`,
      }
    : {
        phase: 'BUILDING',
        says: `${upper(v(latest.version))} is being built.${all === 0 ? ' Atlas names no hosts.' : ''}`,
      }
}

function settled(f: Facts): Said {
  const { status, mains, serving, all, latest, queryable } = f
  const stale = mains.filter(is('STALE')).length
  if (stale > 0 || status === 'STALE')
    return {
      phase: 'STALE',
      says: `No longer follows its collection${stale > 0 && all > 1 ? ` ${on(stale, all)}` : ''}: ${queryable === false ? 'it does not answer queries' : 'queries are answered from old data'}.`,
      advice:
        'It does not catch up by itself, often for want of disk: make room, then change its definition or make it anew.',
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
      says: `Atlas keeps this name, and there is no such index ${all ? on(all, all) : 'on the hosts'}.`,
      advice: 'It does not appear by itself: change its definition to build it, or delete it.',
    }
  return undefined
}

/** While an index is deleted, Atlas says at once that it answers no queries: hosts answer until it is gone from them. */
function answersStill(hosts: readonly Host[], queryable: boolean | undefined) {
  const said = hosts.flatMap((h) => answersOn(h) ?? [])
  return said.length > 0 && said.every((answers) => answers === said[0]) ? said[0] : queryable
}

/**
 * What an index is doing: from its status, the status of each host, and the main and the staged index there. FAILED, STALE,
 * DOES_NOT_EXIST and DELETING are never "still building"; old words count as today's.
 */
export function standingOf(index: SearchIndex): Standing {
  const hosts = hostsOf(index)
  const synonyms = synonymsOf(index, hosts)
  const facts = factsOf(index, hosts)
  const { phase, says, advice } =
    ending(facts) ?? failed(facts) ?? building(facts) ?? settled(facts)
  const moves = [...facts.mains, ...facts.staged].some((g) => isMovingStatus(g.status))
  const bySynonyms = synonyms.some((s) => s.status === 'BUILDING') && phase === 'READY'
  return {
    phase,
    says,
    advice,
    isMoving:
      phase === 'DELETING' ||
      phase === 'PENDING' ||
      phase === 'BUILDING' ||
      phase === 'REBUILDING' ||
      (phase !== 'DOES_NOT_EXIST' && phase !== 'FAILED' && moves) ||
      (phase === 'FAILED' && isAwaited(facts)) ||
      bySynonyms,
    queryable: phase === 'DELETING' ? answersStill(hosts, facts.queryable) : facts.queryable,
    hosts,
    synonyms,
    messages: messagesOf(hosts, synonyms),
    latest: facts.latest,
    served: byVersion(facts.serving)[0]?.version,
  }
}
