'use client'
import type { Preview } from '@/lib/ops/console'
import { JsonDiff } from '../data/json-diff'
import { jsonOf, withTextsRead } from '../data/json-text'

/** What a command changes, to be looked at before it is sent. */
export type Changes<Input> = {
  /** What is there now; the input's `opened` unless given. */
  from?: unknown
  /** The same, taken from an input that holds it: `opened` is another one when the form goes on after a change elsewhere. */
  was?: (input: Input) => unknown
  /** What is there afterwards; the body of the call unless given. */
  to?: (input: Input) => unknown
  /** What is compared: `The index definition`. */
  label?: string
  /** The order of names carries meaning: pipelines, definitions. */
  ordered?: boolean
}

/** The changes of one input, ready to be shown. */
export type KnownChanges = { from: unknown; to: unknown; label: string; ordered: boolean }

type Sent = Pick<Preview, 'call' | 'steps'>

/** The body that a previewed command sends: of a guided one, that of its last step with a body. */
function bodyOf({ call, steps }: Sent): unknown {
  const all = [call, ...(steps ?? []).map((step) => step.call)]
  return jsonOf(all.findLast((one) => one?.body)?.body ?? undefined)
}

/** What an input would change, once its preview is there. */
export const changesOf = <Input extends Record<string, unknown>>(
  { from, was, to, label = 'Changes', ordered = false }: Changes<Input>,
  input: Input,
  preview: Sent,
): KnownChanges => ({
  from: withTextsRead(was ? was(input) : from === undefined ? input.opened : from),
  to: withTextsRead(to ? to(input) : bodyOf(preview)),
  label,
  ordered,
})

export const ChangesShown = ({ changes }: { changes: KnownChanges }) => <JsonDiff {...changes} />
