import { callIn } from '@/lib/approvals/client-call'
import { MACHINES } from '@/lib/approvals/people-only'
import { planDigest } from '@/lib/approvals/plans'
import type { EffectRow, RequestRow } from '@/lib/approvals/rows'
import { clientIn } from '@/lib/format/user-agent'
import { type ClientView, MOST_IN_PLAN, type PlanView } from '@/lib/ops/plans'
import { sql } from '../database'
import type { MachineRow } from '../machines/rows'
import type { Person } from '../person'
import { gistOf } from './gist'
import { summaries } from './summaries'

/** Most operations in what a machine called today. */
const MOST_CALLED = 8

/** The call of a client that a request is for. Null: a person filed it in Gatehouse. */
export async function clientOf(r: RequestRow): Promise<ClientView | null> {
  const call = callIn(r)
  if (!call) return null
  const [machine] = await sql()<Array<MachineRow & { is_over: boolean }>>`
    select *, revoked_at is not null or ends_at <= clock_timestamp() as is_over from machine where id = ${call.machine}`
  const [repeated] = await sql()<{ repeats: number; last_at: Date }[]>`
    select repeats::int, last_at from call_repeat where request_id = ${r.id}`
  const [filed] = await sql()<{ n: number }[]>`
    select count(*)::int as n from request where requester_iss = ${r.requester_iss}
      and requester_sub = ${r.requester_sub} and created_at >= date_trunc('day', clock_timestamp(), 'UTC')`
  const calls = await sql()<ClientView['today']['calls']>`
    select operation, calls::int, refusals::int from machine_use where machine_id = ${call.machine}
      and day = (clock_timestamp() at time zone 'UTC')::date order by calls desc, operation limit ${MOST_CALLED}`
  return {
    machine: machine
      ? {
          name: machine.name,
          purpose: machine.purpose,
          owner: machine.owner_name,
          isOver: machine.is_over,
        }
      : null,
    says: clientIn(call.client),
    method: call.method,
    path: call.path,
    query: call.query,
    sha256: call.isKeyed ? null : call.sha256,
    mode: call.mode,
    hasReason: call.hasReason,
    isUnderstood: call.isUnderstood,
    repeats: repeated?.repeats ?? 0,
    repeatedAt: repeated?.last_at.toISOString() ?? null,
    today: { requests: filed?.n ?? 0, calls: [...calls] },
  }
}

/** The other requests of the same plan that the person may see, with this one, in their order. Null: it is alone. */
export async function planAround(r: RequestRow, person: Person): Promise<PlanView | null> {
  if (r.plan === null) return null
  const rows = await sql()<RequestRow[]>`
    select * from request where plan = ${r.plan} order by created_at, id limit ${MOST_IN_PLAN}`
  if (rows.length < 2) return null
  const shown = new Map((await summaries(rows, person)).map((one) => [one.id, one]))
  const effects = await sql()<Pick<EffectRow, 'request_id' | 'state'>[]>`
    select request_id, state from effect where request_id = any(${rows.map(({ id }) => id)}) order by created_at`
  const states = new Map(effects.map((one) => [one.request_id, one.state]))
  return {
    id: r.plan,
    digest: planDigest(rows.filter((one) => one.state === 'pending').map(({ digest }) => digest)),
    requests: rows.flatMap((one) => {
      const summary = shown.get(one.id)
      const call = callIn(one)
      if (!summary) return []
      const { id, state, how, mayApprove } = summary
      return [
        {
          ...{ id, state, how, mayApprove },
          summary: summary.summary,
          gist: gistOf(one.op, JSON.parse(one.input)),
          digest: one.digest,
          call: call ? { method: call.method, path: call.path } : null,
          says: call ? clientIn(call.client) : null,
          effect: states.get(id) ?? null,
        },
      ]
    }),
  }
}

/** Whether a machine filed a request. */
export const isOfMachine = ({ requester_iss }: Pick<RequestRow, 'requester_iss'>): boolean =>
  requester_iss === MACHINES
