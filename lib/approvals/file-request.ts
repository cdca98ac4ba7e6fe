import { append } from '@/lib/audit/append'
import { canonical } from '@/lib/audit/canonical'
import { personal, type Recorded, recorded } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import type { By } from './ballot'
import { type ClientCall, callIn, callKey } from './client-call'
import { alreadySent, isPart, moveParts, stopUnsent } from './decide-parts'
import { approveByPolicy, knownRequest } from './decide-request'
import { type Digested, digestOf } from './digest'
import { editParts, fileParts, type Several, targetColumns, type Whole } from './file-parts'
import { planOf } from './plans'
import { rulesInWords } from './policy'
import { isUniqueViolation } from './postgres-errors'
import type { RequestRow, Sql, Tx } from './rows'
import { partsOf } from './targets'
import type { Terms } from './terms'

/** The content of a request. The caller has checked the role, the policy and the operation's input. */
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
  confirmed: { confirmed?: 'phrase' | 'rows'; rows?: number }
  reason: string
  ticket: string | null
  minutes: number | null
  terms: Terms
  policyDigest: string
  /** The earliest time to send the call. */
  notBefore: Date | null
  /** The request whose access it takes over. An edit keeps the one it was filed with. */
  replaces: string | null
  /** For a request for several targets. Null: it has one. */
  several: Several | null
  /** For whom it is, if not for the requester. An edit keeps it. */
  beneficiary: { iss: string; sub: string; name: string } | null
  /** The call of a client, with its exact body if Gatehouse sends it. Null: a person filed it in Gatehouse. */
  client: { call: ClientCall; body: string | null } | null
  /** Requests that a person files together have the same. It is only shown. */
  plan?: string | undefined
}

/** Most that one person has in an inbox. Requests that were sent together are one entry. */
const MOST_PENDING = 100
/** Most pending requests of one person, because every inbox reads all of them. */
const MOST_PENDING_ROWS = 1000

const slotTaken = () =>
  OpError.of(
    'conflict',
    'This cluster already has a pending request or live access. A cluster can have one at a time. Open that request, or wait until it ends.',
  )

/** Why the request of a client can't be edited. */
export const CALL_STAYS =
  'A client sent this call, and an approval is for its exact bytes. Cancel the request, then send another call.'

/** The time of the database, in whole milliseconds. */
export const databaseNow = async (tx: Tx): Promise<Date> =>
  (await tx<{ now: Date }[]>`select date_trunc('milliseconds', clock_timestamp()) as now`)[0]
    ?.now ?? new Date()

const columns = (asking: Asking) => ({
  environment: asking.environment,
  input: asking.input,
  says: asking.says,
  reason: asking.reason,
  ticket: asking.ticket,
  minutes: asking.minutes,
  rule: rulesInWords(asking.terms),
  policy_digest: asking.policyDigest,
  terms: canonical(asking.terms),
  max_minutes: asking.minutes === null ? null : asking.terms.maxMinutes,
  execute_minutes: asking.terms.executeByMinutes,
  not_before: asking.notBefore,
})

/** What the audit log has about a request's terms, for a verifier that knows only the log. */
const termsRow = (r: Digested, { terms }: Asking) => ({
  steps: terms.steps.map(({ groups, count }) => ({ groups, count })),
  ...(r.not_before ? { not_before: r.not_before.toISOString() } : {}),
  ...(r.replaces ? { replaces: r.replaces } : {}),
  ...(r.targets ? { targets: JSON.parse(r.targets), on_failure: r.on_failure } : {}),
  ...(r.beneficiary_iss !== null && r.beneficiary_sub !== null
    ? { beneficiary: { iss: r.beneficiary_iss, sub: r.beneficiary_sub } }
    : {}),
  ...callRow(r),
})

/** The call of a client, for the audit log. Its client is the User-Agent of the actor. */
function callRow(r: Pick<RequestRow, 'call'>) {
  const { client: _, ...call } = callIn(r) ?? {}
  return r.call === null ? {} : { call: call as Recorded }
}

const callColumns = ({ client }: Asking) => ({
  call: client && canonical(client.call),
  call_key: client && callKey(client.call),
  call_body: client?.body ?? null,
})

/**
 * Files a request and returns its id. `begin` runs first in the same transaction.
 * @throws OpError 'conflict' if its slot has a pending request or an active grant, or if the person has too many pending
 * requests
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
      const [waiting] = await tx<{ n: number; rows: number }[]>`
        select (count(distinct coalesce(plan, id)) filter (where coalesce(plan, id) <> ${asking.plan ?? ''}))::int as n,
          count(*)::int as rows from request
        where requester_iss = ${by.iss} and requester_sub = ${by.sub} and state = 'pending' and part_of is null`
      if (waiting && (waiting.n >= MOST_PENDING || waiting.rows >= MOST_PENDING_ROWS))
        throw OpError.of(
          'conflict',
          `${waiting.rows} of your requests are waiting for a decision. Cancel the ones you no longer need.`,
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
        replaces: asking.replaces,
        part_of: null,
        ...targetColumns(asking.several),
        beneficiary_iss: asking.beneficiary?.iss ?? null,
        beneficiary_sub: asking.beneficiary?.sub ?? null,
        ...callColumns(asking),
        decide_by: new Date(now.getTime() + asking.terms.decideByMinutes * 60_000),
        ...columns(asking),
      }
      const row = {
        ...content,
        requester_name: by.display,
        beneficiary_name: asking.beneficiary?.name ?? null,
        digest: digestOf(content),
        plan: await planOf(tx, content, asking.plan),
      }
      await tx`insert into request ${tx(row)}`
      await fileParts(tx, row, asking.several)
      await append(tx, {
        type: 'request.created',
        actor: by,
        request: { id: row.id, rev: 1, digest: row.digest },
        policy: [row.rule, row.policy_digest],
        op: row.op,
        target: row.says,
        after: {
          input: recorded(JSON.parse(row.input)),
          ticket: row.ticket && personal(row.ticket),
          ...asking.confirmed,
          decide_by: row.decide_by.toISOString(),
          ...termsRow(row, asking),
        },
        reason: row.reason,
        trace,
      })
      if (asking.terms.automatic) await approveByPolicy(tx, row.id, trace)
      return row.id
    })
  } catch (error) {
    throw isUniqueViolation(error, 'request_slot') ? slotTaken() : error
  }
}

/**
 * Stores a new revision of the requester's pending request, with a new digest.
 * @throws OpError 'not-allowed', 'conflict' (decided, past its time, or edited since the form was opened)
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
    if (!before)
      throw OpError.of('not-found', 'It does not exist, or you do not have access to it.')
    if (before.requester_iss !== by.iss || before.requester_sub !== by.sub)
      throw OpError.of('not-allowed', 'Only the requester can edit a request.')
    if (before.state !== 'pending')
      throw OpError.of('conflict', `The request is ${before.state}. Send a new one.`)
    if (before.is_late)
      throw OpError.of('conflict', 'The time to decide has passed. Send a new request.')
    if (before.call !== null) throw OpError.of('conflict', CALL_STAYS)
    if (before.revision !== revision)
      throw OpError.of(
        'conflict',
        'Someone edited the request after you opened it. Refresh, then edit it again.',
      )
    // The approvers depend on the place, so an edit must not move a request to another one.
    const isElsewhere =
      before.group_id !== asking.groupId || before.cluster_name !== asking.clusterName
    if (isElsewhere || before.slot !== asking.slot || before.op !== asking.op)
      throw OpError.of(
        'invalid',
        'You can’t change the project or cluster of a request. Send a new request.',
      )
    const parts = await partsOf(tx, before)
    const own = {
      ...columns(asking),
      ...targetColumns(asking.several, parts),
    }
    const content: Whole = { ...before, ...own, revision: revision + 1 }
    const digest = digestOf(content)
    await tx`update request set ${tx({ ...own, revision: revision + 1, digest })} where id = ${requestId}`
    await editParts(tx, content, asking.several, parts)
    await append(tx, {
      type: 'request.edited',
      actor: by,
      request: { id: requestId, rev: revision + 1, digest },
      policy: [content.rule, content.policy_digest],
      op: asking.op,
      target: asking.says,
      before: { digest: before.digest, input: recorded(JSON.parse(before.input)) },
      after: {
        input: recorded(JSON.parse(asking.input)),
        ticket: asking.ticket && personal(asking.ticket),
        ...asking.confirmed,
        ...termsRow(content, asking),
      },
      reason: asking.reason,
      trace,
    })
    if (asking.terms.automatic) await approveByPolicy(tx, requestId, trace)
  })
}

/** Cancels a request before anything is sent. @throws OpError 'conflict' */
export async function cancel(sql: Sql, requestId: string, by: By, trace: string): Promise<void> {
  await sql.begin(async (tx) => {
    const known = await knownRequest(tx, requestId)
    if (known.part_of !== null) throw isPart()
    // The effect first, because the executor claims it before it reads the request.
    const isStopped = await stopUnsent(tx, known, 'The request was canceled.')
    const [r] = await tx<RequestRow[]>`
      update request set state = 'cancelled'
      where id = ${requestId} and (state = 'pending' or (state = 'approved' and ${isStopped}))
      returning *`
    if (!r) {
      // Read again, because it may have been decided while this waited.
      const { state } = await knownRequest(tx, requestId)
      throw state === 'approved'
        ? alreadySent('The request was approved.', known)
        : OpError.of('conflict', `The request is already ${state}.`)
    }
    await moveParts(tx, r, 'cancelled')
    await append(tx, {
      type: 'request.cancelled',
      actor: by,
      request: { id: r.id, rev: r.revision, digest: r.digest },
      op: r.op,
      target: r.says,
      targetInput: r.input,
      trace,
    })
  })
}
