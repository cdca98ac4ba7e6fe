import { type Fresh, readKey } from '@/lib/atlas/cache'
import type { AtlasAnswer, AtlasCall } from '@/lib/atlas/call'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { fact } from '@/lib/atlas/facts'
import { allPages } from '@/lib/atlas/pages'
import { parseJson, printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import type { Op } from '@/lib/ops/define'
import { isPaid, pay } from './allowance'
import { answered } from './call-events'
import { noteClock } from './clocks'
import { answers } from './connections'
import { notice } from './find/notice'
import { withoutHidden } from './hidden'
import { log } from './log'
import { isDeaf, tellReplicas, thisReplica } from './replicas'

type Input = Record<string, unknown>

export type CallOptions = {
  requestId: string
  signal?: AbortSignal | undefined
  /** Skips the cache and refreshes it. */
  fresh?: boolean
  /** First in the rate budget, for reading back a change. */
  priority?: boolean
  /** Reads back a change that Atlas has not answered yet. The end of the change does not make the answer stale. */
  isDuringChange?: boolean
}

const placeholders = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** The Atlas call for an input. `body` is a command's exact text. Throws for Gatehouse's own operations. */
export function atlasCall(
  op: Op,
  input: Input,
  body: string | undefined,
  requestId: string,
): AtlasCall {
  if (!op.atlas) throw new Error(`${op.id} is Gatehouse’s own operation`)
  const given = op.path?.(input) ?? input
  const asked = op.kind === 'query' ? bodyOf(op, input, new Date(), fact(op.atlas.op)) : undefined
  const text = asked === undefined ? body : printJson(asked)
  const path = Object.fromEntries(
    placeholders(fact(op.atlas.op).path).map((name) => [name, String(given[name] ?? '')]),
  )
  return {
    op: op.atlas.op,
    version: op.atlas.version,
    path,
    ...(op.query ? { query: op.query(input) } : {}),
    ...(text === undefined ? {} : { body: text }),
    ...(op.kind === 'query' ? { isRead: true } : {}),
    ...(op.text ? { text: true } : {}),
    requestId,
  }
}

/**
 * Reads through the shared cache: identical reads in flight share one call. `asOf` is when the call was made.
 * @throws AtlasError, or OpError 'slow-down' when the person has used up their allowance
 */
export async function readAtlas(
  op: Op,
  input: Input,
  connection: Connection,
  { requestId, signal, fresh, priority, isDuringChange }: CallOptions,
): Promise<Fresh<AtlasAnswer>> {
  const call = atlasCall(op, input, undefined, requestId)
  const seconds = op.kind === 'query' ? (op.maxAgeSeconds ?? 5) : 0
  const key = readKey(connection.name, (op.kind === 'query' && op.cachedAs) || op.id, input)
  const ask = async (one: AtlasCall) => {
    const answer = await connection.call(one).catch((error) => answerIn(op, error))
    noteClock(connection.name, answer)
    return answer
  }
  const load = async (stop: AbortSignal) => {
    const begunAt = new Date()
    const one = { ...call, signal: stop, ...(priority ? { priority } : {}) }
    const answer = await (op.kind === 'query' && op.allPages ? allPages(ask, one) : ask(one))
    // Before the cache, so that hidden fields are stored nowhere.
    const shown = op.hiddenFields
      ? { ...answer, body: withoutHidden(op, answer.body), bodyText: '' }
      : answer
    notice(op, input, shown.body)
    answered.emit({ op, input, connection, answer: shown, begunAt })
    return shown
  }
  const isShared = !fresh && seconds > 0 && !isDeaf()
  if (!priority && isPaid() && !(isShared && answers().holds(key, seconds)))
    await pay(connection, signal)
  return fresh && seconds > 0
    ? answers().renew(key, load, signal, isDuringChange)
    : answers().read(key, isShared ? seconds : 0, load, signal)
}

/** The answer in a 404 or 400, for an operation that answers with it. @throws the error itself otherwise */
function answerIn(op: Op, error: unknown): AtlasAnswer {
  const { status, body: bodyText = '' } = error instanceof AtlasError ? error.parts : {}
  if (op.kind === 'query' && op.none !== undefined && status === 404)
    return { status, body: op.none, bodyText: printJson(op.none) }
  if (op.kind !== 'query' || !op.answersWith400 || status !== 400) throw error
  const body = jsonIn(bodyText)
  if (!op.output.safeParse(body).success) throw error
  return { status, body, bodyText }
}

/** A body as JSON; undefined when it is not JSON. */
export function jsonIn(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/**
 * Invalidates the cached answers of these operations in every replica, only for these projects if any are given. The caller
 * waits for it, so that a person's next read shows the change whichever replica answers. Never throws.
 */
export async function makeStale(
  opIds: readonly string[],
  groupIds: readonly string[],
): Promise<void> {
  if (opIds.length === 0) return
  staleHere(opIds, groupIds)
  const stale = { ops: [...opIds], groups: [...groupIds], by: thisReplica() }
  await tellReplicas({ stale }).catch((error) =>
    log.warn('Other replicas were not notified of a change', { error: String(error) }),
  )
}

/** The same, in this replica. */
export function staleHere(opIds: readonly string[], groupIds: readonly string[]): void {
  const about = groupIds.map((groupId) => `"groupId":"${groupId}"`)
  answers().stale((key) => {
    const [, opId = ''] = key.split('|', 2)
    const isAbout =
      about.length === 0 || !key.includes('"groupId"') || about.some((one) => key.includes(one))
    return opIds.includes(opId) && isAbout
  })
}
