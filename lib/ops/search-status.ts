import { count, list, upperFirst } from '@/lib/format/words'
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
import { type Message, messagesOf, on, v } from './search-words'

/** What an index is doing, from everything Atlas reports about it. */
export type Standing = {
  /** One of `phases`, or an unknown status unchanged; undefined when there is none. */
  phase: string | undefined
  /** One or two sentences for people. */
  sentence: string
  /** What to do when it will not recover on its own. */
  advice: string | undefined
  /** It will change on its own. */
  isMoving: boolean
  /** Whether it answers queries, which the status alone does not say. */
  queryable: boolean | undefined
  hosts: Host[]
  synonyms: Synonym[]
  /** Failures first, each text once. */
  messages: Message[]
  latest: Latest
  /** The version that most hosts serve. */
  served: number | undefined
}

/** REBUILDING: serves one version while another builds. CHANGE_FAILED: serves, but its last change failed. */
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

type Said = { phase: string | undefined; sentence: string; advice?: string }

const fix = 'Atlas does not retry it. Fix the definition and send it again.'

/** What still serves when another version failed or is pending. */
const goesOn = ({ serving, old, target, all }: Facts) => {
  const version = old ?? byVersion(serving)[0]?.version
  const already = serving.filter((g) => g.version === target && target !== old).length
  if (serving.length === 0) return undefined
  return {
    serving: `${v(version)}${version === undefined ? ' it had' : ''}`,
    already:
      already > 0 && already < all && old !== undefined
        ? ` ${upperFirst(on(already, all))} ${v(target)} is already serving.`
        : '',
  }
}

/** A version newer than the failed one was sent and is on no host yet. */
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
          sentence: `${upperFirst(v(f.target))} failed to build ${on(staging, all)}. Queries still use ${old.serving}.`,
          advice: fix,
        }
      : {
          phase: 'FAILED',
          sentence: `${upperFirst(v(f.target))} failed to build ${on(staging, all)}, and the index does not answer queries.`,
          advice: fix,
        }
  const broken = mains.filter(is('FAILED'))
  const moving = mains.filter((g) => isMovingStatus(g.status)).length
  if (broken.length > 0 && broken.length < all)
    return {
      phase: 'PARTLY_FAILED',
      sentence: `Failed ${on(broken.length, all)}${moving > 0 ? `, still building ${on(moving, all)}` : ''}. Queries that reach ${broken.length === 1 ? 'that host' : 'those hosts'} may fail.`,
      advice:
        'If this does not clear, check disk and memory there, or send a changed definition to rebuild it on every host.',
    }
  // A fixed definition is being built, which says more than the failure before it.
  if (broken.length > 0 && staged.some((g) => isMovingStatus(g.status))) return undefined
  if (broken.length > 0 && isAwaited(f) && isMovingStatus(status)) return undefined
  if (broken.length > 0 || status === 'FAILED')
    return old || queryable
      ? {
          phase: 'CHANGE_FAILED',
          sentence: `The last build failed. Queries still use ${old?.serving ?? 'the version before it'}.`,
          advice: fix,
        }
      : {
          phase: 'FAILED',
          sentence: `The build of ${v(broken[0]?.version ?? f.latest.version)} failed${all ? ` ${on(broken.length || all, all)}` : ''}. It does not answer queries.`,
          advice: fix,
        }
  return undefined
}

function building(f: Facts): Said | undefined {
  const { mains, staged, serving, all, status, latest, target } = f
  const old = goesOn(f)
  const inStage = staged.filter((g) => g.status === undefined || isMovingStatus(g.status)).length
  const odd = staged.find((g) => g.status !== 'READY')?.status
  const stale = mains.some(is('STALE')) ? ' It is stale: results miss recent changes.' : ''
  if (staged.length > 0 && old)
    return inStage > 0
      ? {
          phase: 'REBUILDING',
          sentence: `Serving ${old.serving} while ${v(target)} builds ${on(inStage, all)}.${old.already}${stale}`,
        }
      : {
          phase: 'REBUILDING',
          sentence: odd
            ? `Serving ${old.serving}; ${v(target)} is staged ${on(staged.length, all)}. Its status is “${odd}”.${stale}`
            : `Serving ${old.serving}; ${v(target)} is built ${on(staged.length, all)} and about to take over.${stale}`,
        }
  if (staged.length > 0)
    return {
      phase: 'BUILDING',
      sentence: `Building ${v(target)} ${on(inStage || staged.length, all)}. Queries fail until it is done.`,
    }
  const inMain = mains.filter((g) => isMovingStatus(g.status)).length
  if (inMain > 0) {
    const waits = mains.every((g) => g.status === 'PENDING')
    const version =
      byVersion(mains.filter((g) => isMovingStatus(g.status)))[0]?.version ?? latest.version
    const done =
      serving.length > 0
        ? ` It is ready ${on(serving.length, all)}.`
        : ' Queries fail until it is done.'
    return waits
      ? {
          phase: 'PENDING',
          sentence: `${upperFirst(v(version))} is queued to build ${on(inMain, all)}.${done}`,
        }
      : { phase: 'BUILDING', sentence: `Building ${v(version)} ${on(inMain, all)}.${done}` }
  }
  if (!isMovingStatus(status)) return undefined
  if (serving.length > 0) {
    const version = byVersion(serving)[0]?.version
    const next = latest.version !== version ? v(latest.version) : 'a new version'
    return {
      phase: 'REBUILDING',
      sentence: `Serving ${v(version)}; ${next} is queued to build.${stale}`,
    }
  }
  if (f.queryable)
    return {
      phase: 'REBUILDING',
      sentence: `Answering queries while ${v(latest.version)} ${status === 'PENDING' ? 'is queued to build' : 'builds'}.`,
    }
  return status === 'PENDING'
    ? {
        phase: 'PENDING',
        sentence: `${upperFirst(v(latest.version))} is queued to build.`,
      }
    : {
        phase: 'BUILDING',
        sentence: `${upperFirst(v(latest.version))} is building.`,
      }
}

function settled(f: Facts): Said {
  const { status, mains, serving, all, latest, queryable } = f
  const stale = mains.filter(is('STALE')).length
  if (stale > 0 || status === 'STALE')
    return {
      phase: 'STALE',
      sentence: `No longer up to date with its collection${stale > 0 && all > 1 ? ` ${on(stale, all)}` : ''}: ${queryable === false ? 'it does not answer queries' : 'queries return old data'}.`,
      advice:
        'It will not catch up on its own, usually because the disk is full. Free space, then rebuild or recreate the index.',
    }
  if (status !== 'READY') return elsewhere(status)
  const versions = byVersion(serving)
  const newer =
    latest.version !== undefined &&
    versions[0]?.version !== undefined &&
    latest.version > versions[0].version
      ? ` The latest definition is version ${latest.version}.`
      : ''
  const dumb = queryable === false ? ' Atlas reports that it does not answer queries.' : ''
  if (all === 0) return { phase: 'READY', sentence: withoutHosts(f) }
  if (versions.length > 1)
    return {
      phase: 'READY',
      sentence: `${upperFirst(list(versions.map((s) => `${v(s.version)} ${on(s.hosts, all)}`)))} serve queries.${newer}${dumb}`,
    }
  const others = serving.length < all ? '; the other hosts do not answer queries' : ''
  return serving.length === 0
    ? {
        phase: 'READY',
        sentence: `Atlas reports it as ready, but none of its ${count(all, 'host')} answers queries.`,
      }
    : {
        phase: 'READY',
        sentence: `Serving ${v(versions[0]?.version)} ${on(serving.length, all)}${others}.${newer}${others ? '' : dumb}`,
      }
}

const withoutHosts = ({ queryable, latest }: Facts) =>
  queryable === false
    ? 'Atlas reports it as ready, but not answering queries.'
    : latest.version === undefined
      ? 'Ready.'
      : `Serving ${v(latest.version)}.`

const elsewhere = (status: string | undefined): Said =>
  status === 'PAUSED'
    ? { phase: 'PAUSED', sentence: 'The cluster is paused, so the index is too.' }
    : {
        phase: status,
        sentence: status
          ? `Atlas reports an unknown status: “${status}”.`
          : 'Atlas reports no status.',
      }

/** An index that is being deleted, or does not exist: what hosts still report does not matter. */
function ending({ status, all }: Facts): Said | undefined {
  if (status === 'DELETING') return { phase: status, sentence: 'Atlas is deleting this index.' }
  if (status === 'DOES_NOT_EXIST')
    return {
      phase: status,
      sentence: `Atlas has the name, but the index does not exist ${all ? on(all, all) : 'on the hosts'}.`,
      advice: 'It will not appear on its own. Rebuild it, or delete it.',
    }
  return undefined
}

/** Atlas reports an index that is being deleted as not queryable at once; hosts answer until it is gone from them. */
function answersStill(hosts: readonly Host[], queryable: boolean | undefined) {
  const said = hosts.flatMap((h) => answersOn(h) ?? [])
  return said.length > 0 && said.every((answers) => answers === said[0]) ? said[0] : queryable
}

/**
 * What an index is doing: from its status, the status of each host, and the main and the staged index there. FAILED, STALE,
 * DOES_NOT_EXIST and DELETING never count as building; old status names count as today's.
 */
export function standingOf(index: SearchIndex): Standing {
  const hosts = hostsOf(index)
  const synonyms = synonymsOf(index, hosts)
  const facts = factsOf(index, hosts)
  const { phase, sentence, advice } =
    ending(facts) ?? failed(facts) ?? building(facts) ?? settled(facts)
  const moves = [...facts.mains, ...facts.staged].some((g) => isMovingStatus(g.status))
  const bySynonyms = synonyms.some((s) => s.status === 'BUILDING') && phase === 'READY'
  return {
    phase,
    sentence,
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
