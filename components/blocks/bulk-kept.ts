import { type KeptRow, type KeptRun, runsOf } from '@/lib/client/bulk-runs'
import { type Failure, OpError } from '@/lib/ops/failure'
import { askInBulk, type BulkAsked } from '../ops/bulk-asked'
import { type BulkRun, isDone, type RowState } from './bulk-run'

/** A row's state as data. What is being sent has no outcome yet. */
const asData = (state: RowState): KeptRow['state'] =>
  state.is === 'failed' ? { is: 'failed', failure: state.error.failure } : { ...state }

/** A row's state on the next page. What was being sent is left: its key finds out what happened. */
function fromData({ is, failure, requestId }: KeptRow['state']): RowState {
  if (is === 'failed' && failure) return { is, error: new OpError(failure as Failure) }
  if (is === 'requested' && requestId) return { is, requestId }
  if (is === 'done' || is === 'gone') return { is, ...(requestId ? { requestId } : {}) }
  return { is: 'left' }
}

/** The states and keys of the rows of a kept run. */
export const stateOf = (run: KeptRun | undefined) =>
  new Map(run?.rows.map(({ id, state, key }) => [id, { state: fromData(state), key }]))

/** The rows that were sent and whose outcome is not known. */
export const openIn = (run: KeptRun | undefined): Map<string, NonNullable<KeptRow['sent']>> =>
  new Map(run?.rows.flatMap(({ id, sent }) => (sent ? [[id, sent] as const] : [])))

type Calls = ReadonlyMap<string, KeptRow['call']>

/** A run as the browser keeps it. `sent` are the calls without a known outcome. */
export function keptOf(
  asked: BulkAsked,
  run: BulkRun,
  {
    id,
    startedAt,
    calls,
    sent,
    terms,
  }: Pick<KeptRun, 'id' | 'startedAt' | 'terms'> & { calls: Calls; sent: Calls },
): KeptRun {
  const { verb, doing, what, isDanger, invalidates } = asked
  const { rows } = run.get()
  return {
    ...{ id, startedAt, verb, doing, what, isDanger, invalidates, terms },
    rows: asked.rows.flatMap((row): KeptRow[] => {
      const call = calls.get(row.id)
      const state = rows.get(row.id)
      if (!call || !state) return []
      const open = sent.get(row.id)
      return [
        {
          id: row.id,
          name: row.name,
          ...(row.place ? { place: row.place } : {}),
          call,
          isGoneDone: row.isGoneDone?.() ?? false,
          key: run.keyOf(row.id),
          state: asData(state),
          ...(open ? { sent: open } : {}),
        },
      ]
    }),
  }
}

export const countOf = ({ rows }: KeptRun) => {
  const done = rows.filter(({ state }) => isDone(fromData(state))).length
  return { done, left: rows.length - done }
}

/** Opens the dialog of a kept run where it stopped. Reads it again, because another tab may have continued it. */
export function continueRun(person: string, id: string): void {
  const run = runsOf(person).find((one) => one.id === id)
  if (!run) return
  const { verb, doing, what, isDanger, invalidates } = run
  askInBulk({
    ...{ verb, doing, what, isDanger, invalidates },
    resumes: run,
    rows: run.rows.map(({ id: row, name, place, call, isGoneDone }) => ({
      id: row,
      name,
      ...(place ? { place } : {}),
      call: () => call,
      isGoneDone: () => isGoneDone,
    })),
  })
}
