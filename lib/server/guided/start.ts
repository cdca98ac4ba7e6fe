import { isUniqueViolation } from '@/lib/approvals/postgres-errors'
import { append } from '@/lib/audit/append'
import { canonical } from '@/lib/audit/canonical'
import { recorded } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { type Command, type Plan, type Step, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { gatedStep } from '@/lib/ops/guided'
import { byOf } from '../actor'
import type { checkPhrase } from '../confirm'
import { sql, type Transaction } from '../database'
import type { Decision, Place } from '../decide'
import { frictionNow } from '../friction-now'
import { parseInput } from '../parse-input'
import { type Look, readBack } from '../perform'
import type { Person } from '../person'
import { summaryOf } from '../summary'
import { targetOf } from '../target'
import { wakeExecutor } from '../wake-executor'
import { callsDigest } from './logged'
import { behalfOf, type KeptStep, stepCommand } from './rows'

type Input = Record<string, unknown>

/**
 * The steps of a guided command for the current state. `groups` are those of the person who starts it.
 * @throws OpError 'conflict' when there is nothing to do, 'needs-approval' when a step needs a second person
 */
export async function planOf(
  op: Command,
  input: Input,
  place: Place | undefined,
  groups: readonly string[],
  requestId: string,
  how?: Look,
): Promise<Plan> {
  if (!op.guided) throw new Error(`${op.id} is not a guided command`)
  const plan = op.guided.plan(await readBack(op.guided.read(input), place, requestId, how), input)
  if (typeof plan === 'string') throw OpError.of('conflict', plan)
  await refuseGatedStep(plan, place, groups, requestId, how)
  return plan
}

/** @throws OpError 'needs-approval' because a second person approves one call, not several */
async function refuseGatedStep(
  { steps }: Plan,
  place: Place | undefined,
  groups: readonly string[],
  requestId: string,
  how?: Look,
): Promise<void> {
  for (const { call } of steps) {
    const op = stepCommand({ op: call.id })
    const stepInput = parseInput(op, call.input)
    const friction = await frictionNow(op, stepInput, place, groups, requestId, how)
    if (isGated(friction)) throw OpError.of('needs-approval', gatedStep(op.title, friction.because))
  }
}

const kept = (step: Step): KeptStep => ({
  summary: step.summary,
  op: step.call.id,
  input: parseInput(stepCommand({ op: step.call.id }), step.call.input),
  state: 'waiting',
  startedAt: null,
  endedAt: null,
  note: null,
  attempts: 0,
  sentAt: null,
  isUncertain: false,
  ...(step.irreversible ? { isFinal: step.irreversible } : {}),
})

/**
 * Plans a guided command and queues it for the background loop. Returns the id of the run. `begin` runs first in the
 * transaction that records it.
 * @throws OpError 'conflict' when there is nothing to do or another run is in progress, 'needs-approval'
 */
export async function startGuided(
  op: Command,
  input: Input,
  by: { decision: Decision; person: Person; confirmed: ReturnType<typeof checkPhrase> },
  trace: string,
  begin: (tx: Transaction) => Promise<void> = async () => {},
): Promise<{ runId: string }> {
  const { decision, person, confirmed } = by
  const { place } = decision
  const actor = byOf(person, decision)
  const scope = scopeOf(op, input)
  if (!place || !('groupId' in scope) || !op.slot)
    throw new Error(`${op.id} needs a project and a slot to be a guided command`)
  const plan = await planOf(op, input, place, person.groups, trace)
  const row = {
    id: newId(),
    op: op.id,
    org_id: place.orgId,
    group_id: scope.groupId,
    slot: op.slot(input),
    input: canonical(JSON.parse(JSON.stringify(input))),
    says: await summaryOf(op, input, place),
    target: targetOf(op, input),
    actor_name: actor.display,
  }
  const steps = plan.steps.map(kept)
  const putBack = plan.putBack ? kept(plan.putBack) : null
  try {
    await sql().begin(async (tx) => {
      await begin(tx)
      await tx`insert into guided_run ${tx({
        ...row,
        steps: tx.json(steps as never),
        on_behalf_of: tx.json(behalfOf(person)),
        put_back: putBack === null ? null : tx.json(putBack as never),
      })}`
      await append(tx, {
        type: 'guided.started',
        actor,
        op: op.id,
        target: row.target,
        targetInput: row.input,
        scope,
        after: {
          ...confirmed,
          run: row.id,
          steps: steps.map(({ op: id, summary }) => `${id}: ${summary}`),
          calls: callsDigest({ steps, put_back: putBack }),
          input: recorded(JSON.parse(row.input)),
        },
        trace,
      })
    })
  } catch (error) {
    throw isUniqueViolation(error, 'guided_slot')
      ? OpError.of(
          'conflict',
          'Another change of this is in progress or halted. Wait until it finishes, or resolve it first.',
        )
      : error
  }
  wakeExecutor()
  return { runId: row.id }
}
