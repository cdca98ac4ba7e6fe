import { canonical } from '@/lib/audit/canonical'
import { newId } from '@/lib/format/id'
import { type Digested, digestOf } from './digest'
import type { RequestRow, Tx } from './rows'
import { type Target, type Targets, targetsOf } from './targets'

/** What a request asks for several targets: each of them, without the id of its part. */
export type Several = {
  tag: Targets['tag']
  list: ReadonlyArray<Omit<Target, 'part'> & { says: string }>
  onFailure: 'stop' | 'continue'
}

/** The columns of a request's targets. An edit keeps the ids of their parts. */
export const targetColumns = (several: Several | null, parts?: readonly RequestRow[]) =>
  several === null
    ? { targets: null, on_failure: null }
    : {
        targets: canonical({
          tag: several.tag,
          list: several.list.map(({ says: _, ...one }, at) => ({
            part: parts?.[at]?.id ?? newId(),
            ...one,
          })),
        }),
        on_failure: several.onFailure,
      }

export type Whole = Digested & Pick<RequestRow, 'requester_name' | 'beneficiary_name'>

/** The row of a part: its target, with the rest of the whole. Its terms are those of the whole. */
function partOf(whole: Whole, { list }: Several, at: number) {
  const { says, ...target } = list[at]!
  const part = {
    ...whole,
    id: targetsOf(whole)!.list[at]!.part,
    org_id: target.orgId,
    group_id: target.groupId,
    cluster_name: target.clusterName,
    environment: target.environment,
    slot: target.slot,
    input: canonical(target.input),
    says,
    terms: null,
    part_of: whole.id,
    part_at: at,
    targets: null,
    on_failure: null,
  }
  return { ...part, digest: digestOf(part) }
}

/** Files the parts of a request, in the order of their slots, so that two requests never wait for each other. */
export async function fileParts(tx: Tx, whole: Whole, several: Several | null): Promise<void> {
  const parts = several?.list.map((_, at) => partOf(whole, several, at)) ?? []
  for (const part of parts.toSorted((a, b) => (a.slot ?? '').localeCompare(b.slot ?? '')))
    await tx`insert into request ${tx(part)}`
}

const EDITED = ['input', 'says', 'reason', 'ticket', 'minutes', 'rule', 'policy_digest'] as const
const ALSO = ['max_minutes', 'execute_minutes', 'not_before', 'revision', 'digest'] as const

/** Moves what an edit of a request changed to the parts that nothing was sent for. */
export async function editParts(
  tx: Tx,
  whole: Whole,
  several: Several | null,
  parts: readonly RequestRow[],
): Promise<void> {
  if (several === null) return
  for (const [at, { id, state }] of parts.entries())
    if (state === 'pending')
      await tx`update request set ${tx(partOf(whole, several, at), ...EDITED, ...ALSO)} where id = ${id}`
}
