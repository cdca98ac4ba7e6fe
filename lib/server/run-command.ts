import { hashOf } from '@/lib/approvals/effects'
import type { RawAnswer, Wire } from '@/lib/atlas/call'
import { AtlasError } from '@/lib/atlas/errors'
import { fact } from '@/lib/atlas/facts'
import { append } from '@/lib/audit/append'
import { type AuditEntry, recorded } from '@/lib/audit/entry'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import { type Command, type Op, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { withoutSecrets } from '@/lib/ops/without-secrets'
import { byOf } from './actor'
import { pay } from './allowance'
import { checkPhrase } from './confirm'
import type { ConsoleContext } from './console-ops/context'
import { sql } from './database'
import { type Decision, notInScope } from './decide'
import { frictionNow, refuseUnapprovable } from './friction-now'
import { log } from './log'
import type { Attempt } from './once'
import { connectionOf, needsApproval, perform, unmetPrecondition, unreadFirst } from './perform'
import type { Person } from './person'
import { type Seen, seen } from './seen'
import { targetOf } from './target'

type Input = Record<string, unknown>

/** What a client of the gateway sends in place of what Gatehouse would print. */
export type FromClient = {
  /** The exact body. */
  body: string | undefined
  wire: Wire
  /** For the audit log. */
  upstream: NonNullable<AuditEntry['upstream']>
}

type Context = Pick<ConsoleContext, 'requestId' | 'confirm' | 'begin'> & {
  client?: FromClient | undefined
}

/** Checks and sends a command, and records it. Its outcome can be anything. @throws OpError when nothing was sent */
export async function runCommand(
  op: Command,
  input: Input,
  person: Person,
  decision: Decision,
  { requestId, confirm, begin, client }: Context,
): Promise<Seen> {
  const { place } = decision
  const isClient = client !== undefined
  const confirmed = await confirmation(op, input, person, decision, {
    requestId,
    confirm,
    isClient,
  })
  if (op.internal && !isClient) throw notInScope()
  await pay(connectionOf(decision))
  const whyNot = await unmetPrecondition(op, input, place, requestId, 'urgent', isClient).catch(
    (error) => {
      throw unreadFirst(error)
    },
  )
  if (whyNot) throw OpError.of('conflict', whyNot)
  const value = op.atlas && bodyOf(op, input, new Date(), fact(op.atlas.op))
  const body = client ? client.body : value === undefined ? undefined : printJson(value)
  const entry = { ...auditEntry(op, input, person, decision, requestId), upstream: {} }
  if (client) entry.upstream = client.upstream
  // A hash of a body with a short secret would let readers of the log guess the secret.
  else if (body !== undefined && !hasSecret(op, input)) entry.upstream = { body_hash: hashOf(body) }

  await record(
    { ...entry, type: 'command.intent', after: { ...confirmed, ...safe(op, input) } },
    begin,
  )
  let result: Seen
  const sentAt = new Date()
  try {
    const sent = await perform(op, input, place, body, requestId, { wire: client?.wire })
    const look = { op, input, place, value, sentAt, requestId, isClient }
    result = sent.outcome === 'failed' ? sent : await seen(look, sent)
  } catch (error) {
    result = { outcome: 'failed', error }
  }
  const upstream = { ...entry.upstream, ...answered(result, isClient) }
  const type = `command.${result.outcome}` as const
  const outcome = { ...entry, upstream, type, outcome: result.outcome }
  await record(outcome).catch((error) => {
    // The outcome is read and recorded later.
    log.error('The outcome of a call could not be recorded', {
      requestId,
      error: String(error.cause ?? error),
    })
    // A client gets Atlas's answer, and everyone Atlas's error.
    if (!isClient && result.outcome !== 'failed') throw unrecorded()
  })
  return result
}

const unrecorded = () =>
  OpError.of(
    'unknown-outcome',
    'This was sent to Atlas, and then Gatehouse could not reach its database. Read the current state before you do it again.',
  )

/** Atlas's answer to a client's call, also an error. Undefined: it did not answer. */
export const rawOf = ({ answer, error }: Pick<Seen, 'answer' | 'error'>): RawAnswer | undefined =>
  answer?.raw ?? (error instanceof AtlasError ? error.parts.raw : undefined)

function answered({ status, answer, error }: Seen, isClient: boolean) {
  const id = answer?.requestId ?? (error instanceof AtlasError ? error.parts.requestId : undefined)
  return {
    ...(status === undefined ? {} : { status }),
    ...(isClient && id !== undefined ? { request_id: id.slice(0, 200) } : {}),
  }
}

type Confirming = Pick<Context, 'requestId' | 'confirm'> & { isClient?: boolean }

/**
 * What the audit row records about the friction of a command that runs directly. Nobody types a phrase in a client, so
 * there it needs approval instead. @throws OpError 'needs-approval', or 'not-allowed' if it can't be approved
 */
export async function confirmation(
  op: Command,
  input: Input,
  { groups }: Person,
  { place }: Decision,
  { requestId, confirm, isClient }: Confirming,
) {
  const friction = await frictionNow(op, input, place, groups, requestId)
  if (isClient && (isGated(friction) || friction.level === 'type'))
    throw needsApproval(friction.because)
  if (!isGated(friction))
    return isClient ? { required: friction.level } : checkPhrase(friction, confirm)
  refuseUnapprovable(op)
  throw needsApproval(friction.because)
}

/** An input for the audit log: without secrets, and with personal text marked. */
const safe = (op: Op, input: Input) => ({ input: recorded(withoutSecrets(op, input)) })

const hasSecret = (op: Op, input: Input) =>
  op.secrets?.some((name) => input[name] !== undefined) === true

const auditEntry = (
  op: Command,
  input: Input,
  person: Person,
  decision: Decision,
  requestId: string,
) => ({
  actor: byOf(person, decision),
  op: op.id,
  target: targetOf(op, input),
  targetInput: input,
  scope: scopeOf(op, input),
  trace: requestId,
})

/** No row, no call. @throws OpError 'unavailable' */
async function record(
  entry: Parameters<typeof append>[1],
  begin: Attempt['begin'] = async () => {},
): Promise<void> {
  try {
    await sql().begin(async (tx) => {
      await begin(tx)
      await append(tx, entry)
    })
  } catch (error) {
    if (error instanceof OpError) throw error
    throw new OpError(
      {
        kind: 'unavailable',
        message:
          entry.type === 'command.intent'
            ? 'The audit record could not be written, so nothing was sent to Atlas. Try again. If it keeps failing, tell an admin.'
            : 'Atlas was called, but the outcome could not be recorded. Check the change before you try again, and tell an admin.',
      },
      { cause: error },
    )
  }
}
