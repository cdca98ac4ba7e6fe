import type { Typed } from '../confirm'
import type { Decision } from '../decide'
import type { Attempt } from '../once'
import type { Person } from '../person'

/** Who runs a Gatehouse operation, and what allowed it. */
export type ConsoleContext = {
  person: Person
  decision: Decision
  requestId: string
  signal?: AbortSignal
  /** The phrase that the person typed. */
  confirm?: Typed | undefined
  /** Call it in the transaction that records the action. */
  begin?: Attempt['begin']
}
