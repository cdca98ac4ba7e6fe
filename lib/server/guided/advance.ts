import { hashOf } from '@/lib/approvals/effects'
import { gatehouse } from '@/lib/approvals/gatehouse'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { fact } from '@/lib/atlas/facts'
import { append } from '@/lib/audit/append'
import type { EventType } from '@/lib/audit/event-types'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import { type Scope, scopeOf } from '@/lib/ops/define'
import { configuration } from '../configuration'
import { sql } from '../database'
import { type Place, placeOf } from '../decide'
import { perform, readBack, unmetPrecondition } from '../perform'
import { whyNotStarted } from './logged'
import { lostRight } from './right'
import { type GuidedRow, type KeptStep, MOST_CALLS, stepCommand, wayBack } from './rows'
import { notDone, sentAgain, stateOf, tooLong, waitingFor } from './words'

/** How long a step's call can wait before it is sent. */
const LEAVE_WITHIN_MS = 4_000
/** How long a step can take before it halts. Stopping something can take minutes. */
const STEP_LIMIT_MS = 15 * 60_000

/** After this time a call has ended, or will never be sent. */
const settledMs = () =>
  LEAVE_WITHIN_MS + Math.max(...configuration().connections.map((c) => c.timeoutMs))

const now = () => new Date().toISOString()
const since = (iso: string | null) => (iso ? Date.now() - Date.parse(iso) : 0)

/** Advances the next due guided command by one transition. False when none is due. */
export async function advanceNext(): Promise<boolean> {
  const row = await claimDue()
  if (row) await hop(row)
  return row !== undefined
}

/** Claims the next due guided command, under a lease. Undefined when none is due. */
export async function claimDue(): Promise<GuidedRow | undefined> {
  const [row] = await sql()<GuidedRow[]>`
    update guided_run set token = token + 1,
      lease_until = clock_timestamp() + make_interval(secs => ${settledMs() / 1000 + 5})
    where id = (
      select id from guided_run
      where state in ('running', 'putting-back') and next_at <= clock_timestamp()
        and (lease_until is null or lease_until < clock_timestamp())
      order by next_at limit 1 for update skip locked)
    returning *`
  return row
}

/** The step to send next, or to check. */
export const stepOf = (row: GuidedRow): KeptStep | undefined =>
  row.state === 'putting-back' ? (row.put_back ?? undefined) : row.steps[row.at]

/** Advances a claimed guided command by one transition. */
export async function hop(row: GuidedRow): Promise<void> {
  const step = stepOf(row)
  if (!step) throw new Error(`The guided change ${row.id} has no step ${row.at}`)
  let place: Place | undefined
  try {
    place = await placeOf(scopeOf(stepCommand(step), step.input))
  } catch (error) {
    return wait(row, step, unreadWhy(error))
  }
  // A single 404 must not end a change that stopped something. The project may reappear at the next read.
  if (!place) return wait(row, step, 'Atlas does not show this project.')
  // The console that sent it stopped before it recorded the outcome.
  if (step.state === 'sending')
    return keep(row, { ...step, state: 'checking', isUncertain: true }, 0)
  let answer: unknown
  try {
    answer = await readBack(stepCommand(step).readBack.read(step.input), place, row.id)
  } catch (error) {
    return wait(row, step, unreadWhy(error))
  }
  return step.state === 'checking' ? check(row, step, answer) : begin(row, step, place, answer)
}

const unreadWhy = (error: unknown) =>
  `Atlas could not be read: ${error instanceof Error ? error.message : error}`

/** Waits and tries again later, until the step has taken too long. */
const wait = (row: GuidedRow, step: KeptStep, why: string): Promise<void> =>
  since(step.startedAt) > STEP_LIMIT_MS
    ? halt(row, step, why)
    : keep(row, { ...step, startedAt: step.startedAt ?? now(), note: why }, 5_000)

/** An earlier call may block this one. */
const blocked = { state: 'checking', isUncertain: false, isTaken: false, atlas: undefined } as const

async function begin(row: GuidedRow, step: KeptStep, place: Place, answer: unknown): Promise<void> {
  const op = stepCommand(step)
  const value = bodyOf(op, step.input, new Date(), fact(op.atlas?.op ?? ''))
  const sentAt = step.sentAt ? new Date(step.sentAt) : undefined
  if (op.readBack.verdict(answer, step.input, value, sentAt) === 'done')
    return done(
      row,
      sentAt
        ? { ...step, state: 'done', note: null }
        : { ...step, state: 'skipped', note: 'Already in this state.' },
    )
  const forged = await whyNotStarted(row)
  if (forged) return halt(row, step, forged)
  let lost: string | undefined
  try {
    lost = await lostRight(row, step)
  } catch (error) {
    return wait(row, step, unreadWhy(error))
  }
  // An unanswered call may still take effect, so nothing is restored over it.
  if (lost) return step.isUncertain ? halt(row, step, lost) : refused(row, step, lost)
  let whyNot: string | undefined
  try {
    whyNot = await unmetPrecondition(op, step.input, place, row.id)
  } catch (error) {
    return wait(row, step, unreadWhy(error))
  }
  // The unanswered call may be what blocks this one: wait for it.
  if (whyNot && step.isUncertain) return keep(row, { ...step, ...blocked, note: whyNot }, 1_000)
  if (whyNot) return refused(row, step, whyNot)

  const body = value === undefined ? undefined : printJson(value)
  const sending: KeptStep = {
    ...step,
    state: 'sending',
    attempts: step.attempts + 1,
    startedAt: step.startedAt ?? now(),
    sentAt: now(),
    isTaken: false,
    note: null,
  }
  // Taken before the commit, so that a process paused after it does not send.
  const leaveBy = performance.now() + LEAVE_WITHIN_MS
  const about = { upstream: body === undefined ? {} : { body_hash: hashOf(body) } }
  if (!(await write(row, sending, { type: 'command.intent', ...about }))) return
  const result = await perform(op, step.input, place, body, row.id, { leaveBy })
  const upstream = {
    ...about.upstream,
    ...(result.status === undefined ? {} : { status: result.status }),
  }
  const told = { type: `command.${result.outcome}` as const, upstream, outcome: result.outcome }
  const failure = result.error === undefined ? undefined : toFailure(result.error, op.refusals)
  const message = failure?.message ?? null
  const said = failure?.failure.atlas
  if (result.outcome === 'failed') {
    // A refused credential or a rate limit: nothing was done, and the same call may work later.
    const isPassing = result.status === undefined || [401, 429].includes(result.status)
    if (isPassing && sending.attempts < MOST_CALLS) {
      const wait = (result.error instanceof AtlasError && result.error.retryAfterSeconds) || 5
      const again = { ...sending, state: 'waiting' as const, sentAt: step.sentAt, note: message }
      await write(row, again, told, wait * 1000)
      return
    }
    // This may answer the second of two identical calls. The first one counts.
    if (!step.isUncertain) {
      const one = said ? { ...sending, atlas: said } : sending
      return refused(row, one, message ?? 'Atlas refused.', told)
    }
  }
  await write(
    row,
    {
      ...sending,
      state: 'checking',
      isUncertain: result.outcome === 'unknown',
      isTaken: result.outcome === 'done',
      atlas: said,
      note: message,
    },
    told,
    1_000,
  )
}

async function check(row: GuidedRow, step: KeptStep, answer: unknown): Promise<void> {
  const op = stepCommand(step)
  const sent = bodyOf(op, step.input, new Date(), fact(op.atlas?.op ?? ''))
  const verdict = op.readBack.verdict(
    answer,
    step.input,
    sent,
    step.sentAt ? new Date(step.sentAt) : undefined,
  )
  if (verdict === 'done') return done(row, { ...step, state: 'done', note: null })
  if (verdict === 'other')
    return halt(row, step, `Atlas shows a different state than expected${stateOf(answer)}.`)
  const past = since(step.sentAt)
  const settled = settledMs() + 1_000
  if (step.isUncertain && past > settled && step.attempts < MOST_CALLS)
    return keep(row, { ...step, state: 'waiting', note: sentAgain(step) }, 0)
  const isLast = step.isUncertain ? step.attempts >= MOST_CALLS : step.atlas !== undefined
  if (!step.isTaken && isLast && past > settled + (op.readBack.showsWithinMs ?? 0))
    return refused(row, step, notDone(step, answer), undefined, step.sentAt)
  if (past > STEP_LIMIT_MS) return halt(row, step, tooLong(step, Math.round(past / 60_000), answer))
  const pause = past < 20_000 ? 1_000 : past < 120_000 ? 3_000 : 10_000
  return keep(row, { ...step, note: waitingFor(step, answer) }, pause)
}

type Told = {
  type: EventType
  upstream?: { body_hash?: string; status?: number }
  outcome?: string
  after?: Record<string, string>
}

/** Saves a step and the state of its run. False when another process has taken over. */
async function write(
  row: GuidedRow,
  step: KeptStep,
  told: Told | undefined,
  pauseMs = 0,
  to: { state?: GuidedRow['state']; at?: number; note?: string } = {},
): Promise<boolean> {
  const steps = row.state === 'putting-back' ? row.steps : row.steps.with(row.at, step)
  const putBack = row.state === 'putting-back' ? step : row.put_back
  const state = to.state ?? row.state
  // A step being sent keeps the lease, so that its end shows that the sender is gone.
  const keepsLease = step.state === 'sending'
  return sql().begin(async (tx) => {
    const [held] = await tx`
      update guided_run set steps = ${tx.json(steps as never)}, put_back = ${putBack === null ? null : tx.json(putBack as never)},
        state = ${state}, at = ${to.at ?? row.at}, note = ${to.note ?? row.note},
        lease_until = case when ${keepsLease} then lease_until end,
        next_at = clock_timestamp() + make_interval(secs => ${pauseMs / 1000})
      where id = ${row.id} and token = ${row.token} and state = ${row.state} returning id`
    if (!held) return false
    Object.assign(row, { steps, put_back: putBack, at: to.at ?? row.at })
    const scope: Scope = { kind: 'project', groupId: row.group_id }
    const about = {
      actor: gatehouse,
      target: row.target,
      targetInput: row.input,
      scope,
      trace: row.id,
    }
    if (told)
      await append(tx, {
        ...about,
        ...told,
        op: step.op,
        after: { run: row.id, step: step.summary, ...told.after },
      })
    if (state !== row.state)
      await append(tx, {
        ...about,
        type: `guided.${state}`,
        op: row.op,
        after: { run: row.id, ...(to.note ? { note: to.note } : {}) },
        outcome: state,
      })
    return true
  })
}

const keep = async (row: GuidedRow, step: KeptStep, pauseMs: number): Promise<void> => {
  await write(row, step, undefined, pauseMs)
}

async function done(row: GuidedRow, step: KeptStep): Promise<void> {
  const ended = { ...step, startedAt: step.startedAt ?? now(), endedAt: now() }
  const told = { type: 'guided.step' as const, after: { state: step.state } }
  if (row.state === 'putting-back') await write(row, ended, told, 0, { state: 'put-back' })
  else if (row.at + 1 === row.steps.length) await write(row, ended, told, 0, { state: 'done' })
  else await write(row, ended, told, 0, { at: row.at + 1 })
}

const failed = (step: KeptStep, note: string, isUncertain: boolean): KeptStep => ({
  ...step,
  state: 'failed',
  isUncertain,
  startedAt: step.startedAt ?? now(),
  endedAt: now(),
  note,
})

/** Stops a run until a person decides, for the reason in `note`. */
export async function halt(row: GuidedRow, step: KeptStep, note: string): Promise<void> {
  const state = failed(step, note, step.sentAt !== null)
  await write(row, state, undefined, 0, { state: 'halted', note })
}

/** A step was refused and did nothing: restores what ran before, when anything was changed. */
async function refused(
  row: GuidedRow,
  step: KeptStep,
  note: string,
  told?: Told,
  // Null unless an unanswered call was sent: later changes are then not taken for its effect.
  sentAt: string | null = null,
): Promise<void> {
  const isChanged = row.steps.slice(0, row.at).some((one) => one.state === 'done')
  const to = (): GuidedRow['state'] => {
    if (row.state === 'putting-back') return 'halted'
    if (!isChanged) return 'put-back'
    return wayBack(row) ? 'putting-back' : 'halted'
  }
  await write(row, { ...failed(step, note, false), sentAt }, told, 0, { state: to(), note })
}
