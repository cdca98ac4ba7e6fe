import { append } from '@/lib/audit/append'
import { recorded } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { type By, knownRequest } from './decide-request'
import { type Digested, digestOf } from './digest'
import { isUniqueViolation } from './postgres-errors'
import type { RequestRow, Sql, Tx } from './rows'

/** What a request asks for; the caller has checked role, policy and the operation's own input. */
export type Asking = {
  op: string
  orgId: string
  groupId: string | null
  clusterName: string | null
  environment: 'production' | 'other'
  slot: string | null
  /** Canonical JSON of the parsed input. */
  input: string
  says: string
  /** What the requester had to confirm, and the server checked. */
  confirmed: 'phrase' | null
  reason: string
  ticket: string | null
  minutes: number | null
  rule: {
    name: string
    digest: string
    maxMinutes: number
    decideByMinutes: number
    executeByMinutes: number
  }
}

/** Requests of one person that may wait at once: every inbox reads them all. */
const MOST_PENDING = 100

const slotTaken = () =>
  OpError.of(
    'conflict',
    'Another request for this cluster is open or its grant still runs: a cluster holds one grant. Open that request, or wait for its end.',
  )

const databaseNow = async (tx: Tx): Promise<Date> =>
  (await tx<{ now: Date }[]>`select date_trunc('milliseconds', clock_timestamp()) as now`)[0]
    ?.now ?? new Date()

const columns = (asking: Asking) => ({
  environment: asking.environment,
  input: asking.input,
  says: asking.says,
  reason: asking.reason,
  ticket: asking.ticket,
  minutes: asking.minutes,
  rule: asking.rule.name,
  policy_digest: asking.rule.digest,
  max_minutes: asking.minutes === null ? null : asking.rule.maxMinutes,
  execute_minutes: asking.rule.executeByMinutes,
})

/**
 * Files a request; gives its id. `begin` runs first in the same transaction.
 * @throws OpError 'conflict' when its slot already has a pending request or a running grant, or too many of them wait
 */
export async function file(
  sql: Sql,
  asking: Asking,
  by: By,
  trace: string,
  begin: (tx: Tx) => Promise<void> = async () => {},
): Promise<string> {
  try {
    return await sql.begin(async (tx) => {
      await begin(tx)
      const [waiting] = await tx<{ n: number }[]>`
        select count(*)::int as n from request
        where requester_iss = ${by.iss} and requester_sub = ${by.sub} and state = 'pending'`
      if ((waiting?.n ?? 0) >= MOST_PENDING)
        throw OpError.of(
          'conflict',
          `${MOST_PENDING} of your requests wait for a decision already. Withdraw what is no longer needed first.`,
        )
      const now = await databaseNow(tx)
      const content: Digested = {
        id: newId(),
        op: asking.op,
        org_id: asking.orgId,
        group_id: asking.groupId,
        cluster_name: asking.clusterName,
        slot: asking.slot,
        revision: 1,
        requester_iss: by.iss,
        requester_sub: by.sub,
        decide_by: new Date(now.getTime() + asking.rule.decideByMinutes * 60_000),
        ...columns(asking),
      }
      const row = { ...content, requester_name: by.display, digest: digestOf(content) }
      await tx`insert into request ${tx(row)}`
      await append(tx, {
        type: 'request.created',
        actor: by,
        request: { id: row.id, rev: 1, digest: row.digest },
        policy: [row.rule, row.policy_digest],
        op: row.op,
        target: row.says,
        after: {
          input: recorded(JSON.parse(row.input)),
          ticket: row.ticket,
          ...(asking.confirmed ? { confirmed: asking.confirmed } : {}),
          decide_by: row.decide_by.toISOString(),
        },
        reason: row.reason,
        trace,
      })
      return row.id
    })
  } catch (error) {
    throw isUniqueViolation(error, 'request_slot') ? slotTaken() : error
  }
}

/**
 * A new revision of one's own pending request, with a new digest: what was said of the old one no longer counts.
 * @throws OpError 'not-allowed', 'conflict' (settled, or edited since the form was opened)
 */
export async function edit(
  sql: Sql,
  requestId: string,
  revision: number,
  asking: Asking,
  by: By,
  trace: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    const [before] = await tx<(RequestRow & { is_late: boolean })[]>`
      select *, decide_by < clock_timestamp() as is_late from request where id = ${requestId} for update`
    if (!before) throw OpError.of('not-found', 'There is no such thing in your scope.')
    if (before.requester_iss !== by.iss || before.requester_sub !== by.sub)
      throw OpError.of('not-allowed', 'Only the person who asked may edit a request.')
    if (before.state !== 'pending')
      throw OpError.of('conflict', `The request is ${before.state}: file a new one.`)
    if (before.is_late)
      throw OpError.of('conflict', 'The time to decide this request is over. File a new one.')
    if (before.revision !== revision)
      throw OpError.of(
        'conflict',
        'The request was edited elsewhere after you opened it. Read it again.',
      )
    // Whoever may decide follows from the place: an edit must not carry a request past them.
    const isElsewhere =
      before.group_id !== asking.groupId || before.cluster_name !== asking.clusterName
    if (isElsewhere || before.slot !== asking.slot || before.op !== asking.op)
      throw OpError.of(
        'invalid',
        'An edit keeps the project and the cluster: file a new request for another one.',
      )
    const content: Digested = { ...before, ...columns(asking), revision: revision + 1 }
    const digest = digestOf(content)
    await tx`update request set ${tx({ ...columns(asking), revision: revision + 1, digest })} where id = ${requestId}`
    await append(tx, {
      type: 'request.edited',
      actor: by,
      request: { id: requestId, rev: revision + 1, digest },
      policy: [asking.rule.name, asking.rule.digest],
      op: asking.op,
      target: asking.says,
      before: { digest: before.digest, input: recorded(JSON.parse(before.input)) },
      after: {
        input: recorded(JSON.parse(asking.input)),
        ticket: asking.ticket,
        ...(asking.confirmed ? { confirmed: asking.confirmed } : {}),
      },
      reason: asking.reason,
      trace,
    })
  })
}

/** Takes back a request that nothing was sent for yet. @throws OpError 'conflict' */
export async function cancel(sql: Sql, requestId: string, by: By, trace: string): Promise<void> {
  await sql.begin(async (tx) => {
    await knownRequest(tx, requestId)
    // The effect first: the executor claims it before it looks at the request.
    const stopped =
      await tx`update effect set state = 'refused', note = 'The request was withdrawn.' where request_id = ${requestId} and kind = 'begin' and state = 'planned' returning id`
    const [r] = await tx<RequestRow[]>`
      update request set state = 'cancelled'
      where id = ${requestId} and (state = 'pending' or (state = 'approved' and ${stopped.length > 0}))
      returning *`
    if (!r) {
      // Read anew: it may have been settled while this waited.
      const { state } = await knownRequest(tx, requestId)
      throw OpError.of(
        'conflict',
        state === 'approved'
          ? 'It was approved, and the call is on its way: revoke the grant instead.'
          : `The request is ${state} already.`,
      )
    }
    await append(tx, {
      type: 'request.cancelled',
      actor: by,
      request: { id: r.id, rev: r.revision, digest: r.digest },
      op: r.op,
      target: r.says,
      trace,
    })
  })
}
