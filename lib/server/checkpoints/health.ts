import { minutesInWords } from '@/lib/format/duration'
import { OpError } from '@/lib/ops/failure'
import { isHalted, streamStates } from '../audit-streams/stream'
import { configuration } from '../configuration'
import { sql } from '../database'

/** A verification that is overdue by this much shows that none runs, in hours. */
const GRACE_HOURS = 2
const started = Date.now()

type SinkState = { name: string; sent: number; behind: number | null; error: string | null }

/** Minutes since the oldest checkpoint that each sink has not received was made; null for a sink that has all. */
export const sinkStates = () => sql()<SinkState[]>`
  select s.name, s.error, s.sent::float8 as sent, extract(epoch from clock_timestamp() - min(c.made_at))::float8 / 60 as behind
  from checkpoint_sink s left join checkpoint c on c.size > s.sent group by s.name`

type Check = {
  refused: string | null
  idle: number | null
  verified: number | null
  bad_seq: number | null
  bad: string | null
}
/** Ages in minutes. `idle`: since all rows last had a checkpoint. */
async function checkNow(): Promise<Check> {
  const [row] = await sql()<Check[]>`
    select refused, bad, bad_seq::float8 as bad_seq,
      extract(epoch from clock_timestamp() - checkpointed_at)::float8 / 60 as idle,
      extract(epoch from clock_timestamp() - verified_at)::float8 / 60 as verified
    from audit_check`
  if (!row) throw new Error('The row of audit_check is missing.')
  return row
}

const sinceStart = () => (Date.now() - started) / 60_000

/** Why nobody can approve now: no proof of it would leave this machine. Undefined while it does. */
export async function whyNoApprovals(): Promise<string | undefined> {
  const { key, sinks, stopApprovalsAfterMinutes: most, everyMinutes } = configuration().checkpoints
  const required = sinks.filter((sink) => sink.required).map((sink) => sink.name)
  if (!key || required.length === 0) return undefined
  const [states, { idle }] = await Promise.all([sinkStates(), checkNow()])
  const late = states.find((one) => required.includes(one.name) && (one.behind ?? 0) >= most)
  const notSigned = Math.min(idle ?? Number.POSITIVE_INFINITY, sinceStart()) >= most + everyMinutes
  if (!late && !notSigned) return undefined
  const what = late
    ? `the sink “${late.name}” has received no checkpoint of the audit log for ${inWords(late.behind ?? 0)}`
    : `no checkpoint of the audit log was signed for ${inWords(most)}`
  return `Approvals are paused, because ${what}. Revoking and denying still work. Ask ${configuration().contact} to repair it; approvals then continue by themselves.`
}

/** @throws OpError 'unavailable' while approvals are paused */
export async function refuseWithoutProof(): Promise<void> {
  const why = await whyNoApprovals()
  if (why) throw OpError.of('unavailable', why)
}

const inWords = (minutes: number) => minutesInWords(Math.max(1, Math.floor(minutes)))

/** Streams that are behind. */
async function streamWarnings(afterMinutes: number): Promise<string[]> {
  const known = new Set(configuration().auditStreams.map(({ name }) => name))
  const isLate = (minutes: number | null) => minutes !== null && minutes >= afterMinutes
  return (await streamStates())
    .filter((s) => known.has(s.name) && (isHalted(s) || isLate(s.behindMinutes)))
    .map(({ name, behindMinutes, error }) =>
      behindMinutes === null
        ? `The audit stream “${name}” stopped: ${error}`
        : `The audit stream “${name}” is ${inWords(behindMinutes)} behind${error ? `: ${error}` : '.'}`,
    )
}

/** What is wrong with the proof of the audit log, in sentences for admins. */
export async function proofWarnings(): Promise<string[]> {
  const { key, sinks, warnAfterMinutes, everyMinutes, verifyEveryHours } =
    configuration().checkpoints
  const [states, check] = await Promise.all([sinkStates(), checkNow()])
  const known = new Set(sinks.map((sink) => sink.name))
  const late = states.filter((s) => known.has(s.name) && (s.behind ?? 0) >= warnAfterMinutes)
  const isIdle = Math.min(check.idle ?? Infinity, sinceStart()) >= everyMinutes + warnAfterMinutes
  const age = Math.min(check.verified ?? Infinity, sinceStart()) / 60
  return [
    ...(check.bad === null
      ? []
      : [`The audit log failed its verification at row ${check.bad_seq}: ${check.bad}.`]),
    ...(age >= verifyEveryHours + GRACE_HOURS
      ? [
          `The audit log was not verified for ${inWords(age * 60)}. The log of the console says why.`,
        ]
      : []),
    ...(key
      ? []
      : [
          'Checkpoints of the audit log are not signed: GATEHOUSE_CHECKPOINT_KEY is not set. Nobody could prove that the log was rewritten.',
        ]),
    ...(key && check.refused ? [`No checkpoint is signed. ${check.refused}`] : []),
    ...(key && isIdle && !check.refused
      ? ['No checkpoint of the audit log was signed recently. The log of the console says why.']
      : []),
    ...late.map(
      ({ name, behind, error }) =>
        `The checkpoint sink “${name}” is ${inWords(behind ?? 0)} behind${error ? `: ${error}` : '.'}`,
    ),
    ...(await streamWarnings(warnAfterMinutes)),
  ]
}
