import { findCommand } from '@/lib/atlas/find-op'
import { append } from '@/lib/audit/append'
import { outcomesInWords, targetOutcome } from '@/lib/ops/target-outcome'
import { gatehouse } from './gatehouse'
import type { ClosedHow, EffectRow, EffectState, RequestRow, Sql, Tx } from './rows'

/** A request for several targets after one of them moved: closed, or with an outcome of every call. */
type Whole = { r: RequestRow; says: string }

const settled: readonly EffectState[] = ['confirmed', 'refused', 'conflict']

/**
 * What a moved effect means for the request that its part belongs to. `closed` is the part, if that closed it. Undefined:
 * nothing yet. The lock of the request makes parts that move at once take turns, so that the last one sees all others.
 */
export async function settleWhole(
  tx: Tx,
  effect: EffectRow,
  to: EffectState,
  closed: RequestRow | undefined,
): Promise<Whole | undefined> {
  if (closed) return closeWhole(tx, closed)
  if (effect.kind !== 'begin' || !settled.includes(to)) return undefined
  const [whole] = await tx<RequestRow[]>`
    select w.* from request w join request r on r.part_of = w.id where r.id = ${effect.request_id} for update of w`
  return whole?.state === 'approved' && !(await isUnderWay(tx, whole.id))
    ? toldOf(tx, whole)
    : undefined
}

async function isUnderWay(tx: Tx, id: string): Promise<boolean> {
  const [one] = await tx`
    select 1 from request r join effect e on e.request_id = r.id and e.kind = 'begin'
    where r.part_of = ${id} and e.state in ('planned', 'claimed', 'sending', 'unknown', 'absent') limit 1`
  return one !== undefined
}

/** Closes the request of a part that was just closed, once none of its parts is open. */
export async function closeWhole(tx: Tx, part: RequestRow): Promise<Whole | undefined> {
  if (part.part_of === null) return undefined
  await tx`select 1 from request where id = ${part.part_of} for update`
  const parts = await tx<RequestRow[]>`select * from request where part_of = ${part.part_of}`
  if (parts.some(({ state }) => state === 'pending' || state === 'approved')) return undefined
  const [whole] = await tx<RequestRow[]>`
    update request set state = 'closed', how = ${howOf(parts)} where id = ${part.part_of} and state = 'approved'
    returning *`
  return whole && toldOf(tx, whole)
}

/** Ways in which access is over as planned. */
const over: ReadonlySet<ClosedHow> = new Set(['ended', 'revoked', 'replaced'])

/** How a request closes whose parts closed in these ways. */
function howOf(parts: readonly RequestRow[]): ClosedHow {
  const [how, ...others] = new Set(parts.flatMap((part) => part.how ?? []))
  if (how && others.length === 0) return how
  return [how, ...others].every((one) => one && over.has(one)) ? 'ended' : 'mixed'
}

const toldOf = async (tx: Tx, r: RequestRow): Promise<Whole> => ({
  r,
  says: await outcomesOf(tx, r),
})

/** What came of the targets of a request, in words: `3 of 5 granted, 1 failed`. */
export async function outcomesOf(tx: Tx | Sql, r: RequestRow): Promise<string> {
  const parts = await tx<Array<Pick<RequestRow, 'state' | 'how'> & { call: EffectState | null }>>`
    select p.state, p.how, (select e.state from effect e where e.request_id = p.id and e.kind = 'begin'
      order by e.state = 'refused', e.created_at desc limit 1) as call
    from request p where p.part_of = ${r.id} order by p.part_at`
  return outcomesInWords(parts.map(targetOutcome), findCommand(r.op)?.access ? 'granted' : 'done')
}

/** Adds the audit row of a request whose parts have all moved. */
export const recordWhole = (tx: Tx, { r, says }: Whole) =>
  append(tx, {
    type: r.state === 'closed' ? 'request.closed' : 'request.settled',
    actor: gatehouse,
    request: { id: r.id, rev: r.revision, digest: r.digest },
    op: r.op,
    target: r.says,
    targetInput: r.input,
    ...(r.how ? { outcome: r.how } : {}),
    after: { note: `${says}.` },
  })

/** Whether an earlier target of the same request, which stops at the first failure, is not settled. Of the effect `e`. */
export const isBehind = (tx: Tx) => tx`exists (
  select 1 from request r join request w on w.id = r.part_of and w.on_failure = 'stop'
    join request before on before.part_of = w.id and before.part_at < r.part_at
    join effect o on o.request_id = before.id and o.kind = 'begin'
  where r.id = e.request_id and o.state in ('planned', 'claimed', 'sending', 'unknown', 'absent'))`
