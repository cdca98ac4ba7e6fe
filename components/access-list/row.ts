import type { Undo } from '../ops/bulk-asked'
import type { Entry } from './entries'
import type { States } from './states'
import type { Drift } from './use-drift'

export type Row = Entry & {
  states: States
  drift: Drift
  /** How many entries the list has. */
  listed: number
  edit: (entry: Entry) => void
  putBack: (removed: readonly Entry[]) => Undo | undefined
}
