import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseError } from '../database'
import type { GatewayAnswer } from './call'
import { done, failed, onTheWay, otherVersion, unconfirmed, unused } from './gate-words'
import type { Gated } from './gated'
import { keptAnswer } from './kept-answer'
import { type LastRequest, lastRequest } from './last-request'
import { passPermit } from './pass-permit'

/** How long a caller waits for the answer to a call that Gatehouse is sending, in ms, and between looks. */
const WAITS_MS = 5_000
const LOOK_EVERY_MS = 100

/** Answers a call whose request is approved, or was carried out. */
export const whileApproved = (gated: Gated, last: LastRequest): Promise<GatewayAnswer> =>
  last.mode === 'permit' ? permitted(gated, last) : sent(gated, last)

async function permitted(gated: Gated, last: LastRequest): Promise<GatewayAnswer> {
  if (last.state === 'closed') return done(last)
  if (last.effect_state !== 'planned' || !last.effect_id) return onTheWay(last)
  if (last.due_at || last.held_since) return unused(last)
  if (last.op !== gated.op.id) return otherVersion(last)
  const { call, op, caller, client, body } = gated
  const used = await passPermit({
    call,
    op,
    caller,
    identity: client,
    effectId: last.effect_id,
    body,
  })
  if (used?.answer) return used.answer
  const after = await lastRequest(gated.key).catch((error) => {
    throw used ? unconfirmed() : error
  })
  const now = after ?? last
  return used ? failed(gated, now) : now.state === 'closed' ? done(now) : onTheWay(now)
}

const sent = (gated: Gated, last: LastRequest): Promise<GatewayAnswer> =>
  answerOrState(gated, last).catch((error) => {
    throw isDatabaseError(error) ? unconfirmed() : error
  })

async function answerOrState(gated: Gated, last: LastRequest): Promise<GatewayAnswer> {
  const until = performance.now() + WAITS_MS
  for (let now = last; ; now = (await lastRequest(gated.key)) ?? now) {
    const answer = await keptAnswer(now.id)
    if (answer) return answer
    if (now.state === 'closed') return done(now)
    const isSoon = now.effect_state === 'planned' || now.effect_state === 'claimed'
    const isWaiting = now.due_at !== null || now.held_since !== null
    const isUnderWay = (isSoon && !isWaiting) || now.effect_state === 'sending'
    if (!isUnderWay || performance.now() > until) return isWaiting ? unused(now) : onTheWay(now)
    await sleep(LOOK_EVERY_MS, undefined, { signal: gated.call.signal })
  }
}
