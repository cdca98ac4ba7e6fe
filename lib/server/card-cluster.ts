import { inputOf } from '@/lib/approvals/reach'
import type { EffectRow, RequestRow } from '@/lib/approvals/rows'
import { findCommand, findOp } from '@/lib/atlas/find-op'
import { getCluster } from '@/lib/ops/clusters'
import { type FoundCluster, readCluster } from './cluster-facts'
import { sql } from './database'
import type { Place } from './decide'

/** How long after a change a cached answer may be older than it, in ms. */
const UNSURE_MS = 10_000

/**
 * The cluster of a request, for its page. After a change, a cached answer is used only until the outcome is known, and when
 * it shows the outcome. Otherwise the page would wait for Atlas each time, and show an outcome one read later.
 */
export async function cardCluster(
  r: RequestRow,
  effects: readonly EffectRow[],
  place: Place,
  requestId: string,
): Promise<FoundCluster | undefined> {
  const name = r.cluster_name
  if (name === null) return undefined
  const cached = () => readCluster(place, name, requestId)
  const fresh = () => readCluster(place, name, requestId, true)
  const last = effects.at(-1)
  const isUnsure = [r, ...effects].some((row) => Date.now() - row.changed_at.getTime() < UNSURE_MS)
  if (!isUnsure || (last && ['planned', 'claimed', 'sending'].includes(last.state))) return cached()
  if (last?.state !== 'confirmed' || isEnded(r, last)) return fresh()
  const found = await cached()
  return (await shows(found, last)) ? found : fresh()
}

/** Whether the access that a call gave has ended since. */
const isEnded = (r: RequestRow, { kind, op }: EffectRow) =>
  kind === 'begin' && r.state === 'closed' && findCommand(op)?.access !== undefined

async function shows(found: FoundCluster, effect: EffectRow): Promise<boolean> {
  // Nothing was sent, so the read that settled it may be an old one.
  if (found.kind !== 'cluster' || effect.sent_at === null) return false
  const input = await inputOf(sql(), effect)
  const readBack = findCommand(effect.op)?.readBack
  const read = findOp(readBack?.read(input).id ?? '')
  if (!readBack || read?.atlas?.op !== getCluster.atlas?.op) return false
  const sent = effect.body ? JSON.parse(effect.body) : undefined
  return readBack.verdict(found.body, input, sent, effect.sent_at) === 'done'
}
