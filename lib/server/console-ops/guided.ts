import type { z } from 'zod'
import { append } from '@/lib/audit/append'
import { OpError } from '@/lib/ops/failure'
import type { getGuided, listGuided } from '@/lib/ops/guided'
import { byOf } from '../actor'
import { rolesAt } from '../bindings'
import { sql } from '../database'
import { notInScope } from '../decide'
import { directory } from '../directory'
import { behalfOf, type GuidedRow, guidedView, wayBack } from '../guided/rows'
import { wakeExecutor } from '../wake-executor'
import type { ConsoleContext } from './context'

type About = z.output<typeof getGuided.input>

async function viewOf(row: GuidedRow) {
  const { projects } = await directory()
  return guidedView(row, projects.get(row.group_id)?.name ?? row.group_id)
}

/** Maximum rows in the list. Changes in progress are the newest. */
const MOST = 200

/** `guided.list` */
export async function list(
  { groupId }: z.output<typeof listGuided.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof listGuided.output>> {
  const rows = await sql()<GuidedRow[]>`
    select * from guided_run
    where (state in ('running', 'putting-back', 'halted') or changed_at > clock_timestamp() - interval '1 day')
      and ${groupId === undefined ? sql()`true` : sql()`group_id = ${groupId}`}
    order by created_at desc limit 2000`
  const { projects } = await directory()
  const visible = rows.filter(({ group_id, org_id }) => {
    const project = projects.get(group_id)
    return rolesAt(person, project ?? { orgId: org_id, groupId: group_id, tags: [] }).length > 0
  })
  return { results: await Promise.all(visible.slice(0, MOST).map(viewOf)) }
}

/** `guided.get` */
export async function get({ groupId, runId }: About): Promise<z.output<typeof getGuided.output>> {
  const [row] = await sql()<GuidedRow[]>`
    select * from guided_run where id = ${runId} and group_id = ${groupId}`
  if (!row) throw notInScope()
  return viewOf(row)
}

/** Applies a person's decision on a halted run. @throws OpError 'not-found', 'conflict' when it is not halted */
async function settle(
  { groupId, runId }: About,
  { person, decision, requestId }: ConsoleContext,
  to: 'running' | 'putting-back' | 'left',
): Promise<z.output<typeof getGuided.output>> {
  const changed = await sql().begin(async (tx) => {
    const [row] = await tx<GuidedRow[]>`
      select * from guided_run where id = ${runId} and group_id = ${groupId} for update`
    if (!row) throw notInScope()
    if (row.state !== 'halted')
      throw OpError.of('conflict', 'This change is not halted, or someone has already handled it.')
    if (to === 'putting-back' && !wayBack(row))
      throw OpError.of(
        'conflict',
        row.put_back
          ? 'The change is done and can’t be undone. Continue, or leave it as it is.'
          : 'There is nothing to restore.',
      )
    // Keeps the time it was sent, because the call may have taken effect since.
    const again = {
      state: 'waiting' as const,
      attempts: 0,
      endedAt: null,
      startedAt: null,
      note: null,
      atlas: undefined,
    }
    const step = row.steps[row.at]
    const steps =
      to === 'running' && step ? row.steps.with(row.at, { ...step, ...again }) : row.steps
    const putBack =
      row.put_back && (to === 'putting-back' ? { ...row.put_back, ...again } : row.put_back)
    const [next] = await tx<GuidedRow[]>`
      update guided_run set state = ${to}, steps = ${tx.json(steps as never)},
        put_back = ${putBack === null ? null : tx.json(putBack as never)},
        on_behalf_of = ${to === 'left' ? row.on_behalf_of && tx.json(row.on_behalf_of) : tx.json(behalfOf(person))}, next_at = clock_timestamp(), lease_until = null
      where id = ${runId} returning *`
    await append(tx, {
      type: `guided.${to}`,
      actor: byOf(person, decision),
      op: row.op,
      target: row.target,
      targetInput: row.input,
      scope: { kind: 'project', groupId },
      after: { run: row.id, step: step?.summary ?? '' },
      outcome: to,
      trace: requestId,
    })
    return next
  })
  wakeExecutor()
  if (!changed) throw notInScope()
  return viewOf(changed)
}

/** `guided.retry` */
export const retry = (input: About, context: ConsoleContext) => settle(input, context, 'running')
/** `guided.putBack` */
export const putBack = (input: About, context: ConsoleContext) =>
  settle(input, context, 'putting-back')
/** `guided.leave` */
export const leave = (input: About, context: ConsoleContext) => settle(input, context, 'left')
