import { isSettled } from '@/lib/client/use-command'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'

/** What happened to a row of a bulk action. */
export type RowState =
  | { is: 'left' }
  | { is: 'sending' }
  | { is: 'done'; requestId?: string | undefined; isStarted?: boolean }
  /** There was nothing to remove. */
  | { is: 'gone' }
  /** Waits for approval. */
  | { is: 'requested'; requestId: string }
  | { is: 'failed'; error: OpError }

export type RunState = {
  rows: ReadonlyMap<string, RowState>
  phase: 'ready' | 'running' | 'stopping' | 'paused'
}

/** Failures of one row only. All others would meet the next rows as well. */
const ofOneRow = ['invalid', 'not-found', 'conflict', 'needs-approval']

const haltsRun = (error: OpError): boolean =>
  !ofOneRow.includes(error.kind) && ![400, 404, 409].includes(error.failure.atlas?.status ?? 0)

export const isDone = ({ is }: RowState): boolean =>
  is === 'done' || is === 'gone' || is === 'requested'

/** Gatehouse does not know what Atlas did. Sent again, the row could run twice, so people check it first. */
const isUnconfirmed = (state: RowState): boolean =>
  state.is === 'failed' && state.error.kind === 'unknown-outcome' && isSettled(state.error)

const isLeft = (state: RowState): boolean =>
  state.is === 'left' || (state.is === 'failed' && haltsRun(state.error) && !isUnconfirmed(state))

/** The rows that were not done because the run stopped or was halted. */
export const leftIn = ({ rows }: RunState): string[] =>
  [...rows].flatMap(([id, state]) => (isLeft(state) ? [id] : []))

/** The rows that were refused for a reason of their own. */
export const failedIn = ({ rows }: RunState): string[] =>
  [...rows].flatMap(([id, state]) =>
    state.is === 'failed' && !isLeft(state) && !isUnconfirmed(state) ? [id] : [],
  )

/** The rows that were sent, and of which Gatehouse does not know the outcome. They are never sent again. */
export const unconfirmedIn = ({ rows }: RunState): string[] =>
  [...rows].flatMap(([id, state]) => (isUnconfirmed(state) ? [id] : []))

/** The failure that halted the run. */
export const haltOf = ({ rows }: RunState): OpError | undefined =>
  [...rows.values()].flatMap((state) =>
    state.is === 'failed' && haltsRun(state.error) ? state.error : [],
  )[0]

/**
 * Runs a command for several rows, one after the other. It stops after the current row when asked to, and at a failure
 * that would meet every row; a row that is refused alone is passed over. `start` continues with what is left. Each row keeps
 * its idempotency key until its outcome is known, so that no row runs twice.
 */
export class BulkRun {
  private state: RunState
  private readonly keys: Map<string, string>
  private readonly listeners = new Set<() => void>()

  /**
   * @param send sends one row; throws an OpError
   * @param before what an earlier page did
   */
  constructor(
    ids: readonly string[],
    private readonly send: (id: string, key: string) => Promise<RowState>,
    before: ReadonlyMap<string, { state: RowState; key: string }> = new Map(),
  ) {
    const rows = ids.map((id) => [id, before.get(id)?.state ?? { is: 'left' as const }] as const)
    this.state = { rows: new Map(rows), phase: 'ready' }
    // Each row has its key from the start, so that another tab that continues the run sends the same.
    this.keys = new Map(ids.map((id) => [id, before.get(id)?.key ?? newId()]))
  }
  keyOf = (id: string): string => this.keys.get(id) ?? ''

  get = (): RunState => this.state

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  stop = (): void => {
    if (this.state.phase === 'running') this.become({ phase: 'stopping' })
  }

  /** Sends these rows, by default all that are left. Does nothing while it runs. */
  start = async (ids: readonly string[] = leftIn(this.state)): Promise<void> => {
    if (this.isRunning()) return
    this.become({ phase: 'running' })
    for (const id of ids) {
      if (this.state.phase === 'stopping') break
      this.put(id, { is: 'sending' })
      const now = await this.sendOne(id)
      this.put(id, now)
      if (now.is === 'failed' && haltsRun(now.error)) break
    }
    this.become({ phase: 'paused' })
  }

  private isRunning = () => this.state.phase === 'running' || this.state.phase === 'stopping'

  private async sendOne(id: string): Promise<RowState> {
    try {
      return await this.send(id, this.keyOf(id))
    } catch (cause) {
      const error =
        cause instanceof OpError ? cause : OpError.of('bug', 'This failed. Reload the page.')
      if (isSettled(error)) this.keys.set(id, newId())
      return { is: 'failed', error }
    }
  }

  private put(id: string, state: RowState) {
    this.become({ rows: new Map(this.state.rows).set(id, state) })
  }

  private become(change: Partial<RunState>) {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}
