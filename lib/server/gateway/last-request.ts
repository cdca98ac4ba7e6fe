import type { ClientCall } from '@/lib/approvals/client-call'
import type { ClosedHow, EffectState, RequestState, Sql } from '@/lib/approvals/rows'
import { sql } from '../database'

/** The newest request for a call, with its effect and its denial. */
export type LastRequest = {
  id: string
  op: string
  /** How it is carried out, which the setting of its machine was when it was filed. */
  mode: ClientCall['mode']
  state: RequestState
  how: ClosedHow | null
  reason: string
  decide_by: Date
  execute_by: Date | null
  /** The approval has not expired. */
  is_fresh: boolean
  /** It was decided in the last 24 hours. */
  is_recent: boolean
  changed_at: Date
  effect_id: string | null
  effect_state: EffectState | null
  /** It was sent, and reading Atlas did not show what came of it. */
  is_untold: boolean
  note: string | null
  held_since: Date | null
  /** Not before this time. Null: now. */
  due_at: Date | null
  denied_by: string | null
  comment: string | null
}

/** The newest request for a call (see `callKey`). Undefined: it is new. */
export async function lastRequest(key: string, on: Sql = sql()): Promise<LastRequest | undefined> {
  const [row] = await on<LastRequest[]>`
    select r.id, r.op, r.call::json ->> 'mode' as mode, r.state, r.how, r.reason, r.decide_by, r.execute_by, r.changed_at,
      coalesce(r.execute_by > clock_timestamp(), false) as is_fresh,
      r.changed_at > clock_timestamp() - interval '1 day' as is_recent,
      e.id as effect_id, e.state as effect_state, e.note,
      coalesce(e.state = 'conflict' and e.sent_at is not null, false) as is_untold, e.held_since,
      case when e.next_check_at > clock_timestamp() then e.next_check_at end as due_at,
      d.name as denied_by, d.comment
    from request r
      left join lateral (select * from effect where request_id = r.id and kind = 'begin'
        order by state = 'refused', created_at desc limit 1) e on true
      left join lateral (select name, comment from decision where request_id = r.id and verdict = 'deny'
        order by id desc limit 1) d on true
    where r.call_key = ${key} order by r.created_at desc limit 1`
  return row
}

/** Counts a repeat of the call of an open request. */
export const countRepeat = (requestId: string) => sql()`
  insert into call_repeat (request_id) values (${requestId})
  on conflict (request_id) do update set repeats = call_repeat.repeats + 1, last_at = clock_timestamp()`
