import { perProcess } from '@/lib/atlas/per-process'

/** How a background loop of this process is doing. Times in ms since 1970; undefined: never. */
type LoopState = {
  startedAt: number | undefined
  succeededAt: number | undefined
  failedAt: number | undefined
  /** Since the start of the process. */
  failures: number
  failuresInARow: number
  /** When the first of the failures in a row was. */
  failingSince: number | undefined
  /** Of the last failure. */
  error: string | undefined
}

export const loopStates = perProcess('gatehouseLoopStates', () => new Map<string, LoopState>())

/** The state of a loop, for the loop to update. */
export function loopState(name: string): LoopState {
  const state = loopStates().get(name) ?? {
    startedAt: undefined,
    succeededAt: undefined,
    failedAt: undefined,
    failures: 0,
    failuresInARow: 0,
    failingSince: undefined,
    error: undefined,
  }
  loopStates().set(name, state)
  return state
}
