'use client'
import type { Preview } from '@/lib/ops/console'
import type { Compared } from '../data/json-changes'
import { JsonDiff } from '../data/json-diff'
import { jsonOf, withTextsRead } from '../data/json-text'

/** What a command changes, for review. */
export type Changes<Input> = {
  /** The current state; defaults to the input's `opened`. */
  from?: unknown
  /** The current state, taken from the input: `opened` changes when the form continues after someone else's change. */
  was?: (input: Input) => unknown
  /** The new state; defaults to the body of the call. */
  to?: (input: Input) => unknown
  /** The diff's label: `The index definition`. */
  label?: string
  /** Key order matters, as in pipelines and definitions. */
  ordered?: boolean
}

/** The changes of one input. */
export type KnownChanges = { from: unknown; to: unknown; label: string; as: Compared }

type Sent = Pick<Preview, 'call' | 'steps'>

/** The body that a command sends; for a guided one, that of its last step with a body. */
function bodyOf({ call, steps }: Sent): unknown {
  const all = [call, ...(steps ?? []).map((step) => step.call)]
  return jsonOf(all.findLast((one) => one?.body)?.body ?? undefined)
}

/** What an input would change, from its preview. */
export const changesOf = <Input extends Record<string, unknown>>(
  { from, was, to, label = 'Changes', ordered = false }: Changes<Input>,
  input: Input,
  preview: Sent,
): KnownChanges => ({
  from: withTextsRead(was ? was(input) : from === undefined ? input.opened : from),
  to: withTextsRead(to ? to(input) : bodyOf(preview)),
  label,
  as: ordered ? 'ordered' : 'sorted',
})

export const ChangesShown = ({ changes }: { changes: KnownChanges }) => <JsonDiff {...changes} />

/** What a command's description says that it changes. Requester and approver see it too. */
export const PreviewChanges = ({ changes }: Pick<Preview, 'changes'>) =>
  changes ? <JsonDiff {...changes} as="text" /> : null
