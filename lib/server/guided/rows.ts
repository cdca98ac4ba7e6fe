import { findOp } from '@/lib/atlas/find-op'
import type { Command } from '@/lib/ops/define'
import type { GuidedRun } from '@/lib/ops/guided'
import type { Person } from '../person'

/** Maximum calls per step. A call is repeated only if the last was not confirmed and Atlas shows no change. */
export const MOST_CALLS = 3

/** A stored step: its call, and what people see. */
export type KeptStep = GuidedRun['steps'][number] & {
  input: Record<string, unknown>
  /** Calls sent so far. */
  attempts: number
  /** ISO 8601: when the last call was sent, or about to be. */
  sentAt: string | null
  /** The last call was not answered, so Atlas may have acted. */
  isUncertain: boolean
  /** Atlas answered the last call with 2xx. */
  isTaken?: boolean
  isFinal?: true
}

/** A row of `guided_run` (migrations/0004_guided.sql, 0006). */
export type GuidedRow = {
  id: string
  op: string
  org_id: string
  group_id: string
  slot: string
  input: string
  says: string
  target: string
  actor_name: string
  /** The person for whom its steps are sent. */
  on_behalf_of: ReturnType<typeof behalfOf> | null
  state: GuidedRun['state']
  steps: KeptStep[]
  at: number
  put_back: KeptStep | null
  note: string | null
  token: number
  created_at: Date
  changed_at: Date
}

/** The operation of a step. It can be read back, so that Gatehouse sees when it is done. */
export function stepCommand({
  op: id,
}: Pick<KeptStep, 'op'>): Command & Required<Pick<Command, 'readBack'>> {
  const op = findOp(id)
  if (op?.kind !== 'command' || !op.atlas || !op.readBack)
    throw new Error(`${id} can’t be a step: it is not an Atlas command with a readBack`)
  return { ...op, readBack: op.readBack }
}

/** The person of a run, as stored. */
export const behalfOf = ({ iss, sub, name, groups }: Person) => ({ iss, sub, name, groups })

/** The step that restores what ran before. Null when there is none, or a step is done that it would not undo. */
export const wayBack = ({ put_back, steps }: Pick<GuidedRow, 'put_back' | 'steps'>) =>
  steps.some((step) => step.isFinal && step.state === 'done') ? null : put_back

const isOver = ({ state }: KeptStep) => state === 'done' || state === 'skipped'

/** The last call was sent and not confirmed, and its outcome is still open. */
const isUnanswered = ({ state, isUncertain, isTaken }: KeptStep) =>
  (isUncertain && (state === 'waiting' || state === 'sending')) ||
  (state === 'checking' && !isTaken)

const shown = (step: KeptStep) => ({
  summary: step.summary,
  op: step.op,
  state: step.state,
  startedAt: step.startedAt,
  endedAt: step.endedAt,
  note: step.note,
  ...(step.atlas && !isOver(step) ? { atlas: step.atlas } : {}),
  ...(isUnanswered(step) && step.attempts > 0
    ? { unanswered: { attempts: step.attempts, most: MOST_CALLS } }
    : {}),
})

/** A run as people see it. */
export const guidedView = (row: GuidedRow, groupName: string): GuidedRun => {
  const putBack = row.state === 'halted' ? wayBack(row) : row.put_back
  return {
    id: row.id,
    groupId: row.group_id,
    groupName,
    op: row.op,
    summary: row.says,
    target: row.target,
    input: JSON.parse(row.input),
    state: row.state,
    by: row.actor_name,
    steps: row.steps.map(shown),
    putBack: putBack && shown(putBack),
    note: row.note,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  }
}
