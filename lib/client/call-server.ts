import type { z } from 'zod'
import type { Op, Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { Lifecycle } from '@/lib/ops/lifecycle'
import { isOffline } from './online'
import { zodReady } from './zod'

/** The server's answer, as cached in the browser for every read. */
export type Answer<T> = {
  data: T
  /** When Atlas (or the database) was read. */
  asOf: string
  requestId: string
  /** The answer does not match the output schema: `data` is the raw answer. */
  misfit?: true | undefined
  /** Raw rows of a list that do not match. `data` omits them. */
  oddRows?: unknown[] | undefined
  /** Raw parts that do not match, with their paths. `data` omits them. */
  oddParts?: OddPart[] | undefined
  /** Whether the operation is deprecated, ending, ended or a preview. */
  lifecycle?: Lifecycle | undefined
  /** Atlas accepted the command and is working on it. Reads do not show it yet. */
  accepted?: true | undefined
}

export type OddPart = { path: string; value: unknown }

export type Sending = {
  signal?: AbortSignal | undefined
  /** Identifies one execution of a command. The same key never runs twice. */
  key?: string | undefined
  /** The phrase that the person typed. The server checks it. */
  confirm?: string | undefined
  /** What the person typed once for several rows: `12 snapshots`. The audit log records it as that. */
  confirmRows?: string | undefined
}

export type Call = Pick<Op, 'id' | 'kind'>

let arriving: Promise<typeof import('./post')> | undefined

/** Loads the code that calls the server, which a page needs only after its first view. */
export const callsReady = () => {
  arriving ??= import('./post').catch((cause) => {
    // If loading fails, the next caller tries again.
    arriving = undefined
    throw new OpError(
      {
        kind: 'unavailable',
        message: 'Nothing was sent: a part of this page did not load. Reload the page.',
      },
      { cause },
    )
  })
  return arriving
}

async function post(op: Call, input: unknown, sending: Sending = {}) {
  // Fail immediately if it can't be sent now. Nothing is queued.
  if (isOffline()) throw OpError.of('offline', 'Nothing was sent. Try again when you are online.')
  const calls = await callsReady()
  return calls.post(op, input, sending)
}

/**
 * Runs an operation on the server, immediately and once. Throws an `OpError` for every failure: 'offline' when nothing was
 * sent, 'unknown-outcome' when a command got no answer. An aborted query throws the abort reason. An answer that does not
 * match the output schema is returned raw, because the operation has already run.
 */
export async function callServer<I extends Shape, O extends z.ZodType>(
  op: Call & { input: I; output: O },
  input: z.input<I>,
  sending: Sending = {},
): Promise<Answer<z.output<O>>> {
  const { answer, isChecked } = await post(op, input, sending)
  if (isChecked) return answer as Answer<z.output<O>>
  // After an update the server's schema may differ from this page's.
  const parsed = await zodReady().then(
    () => op.output.safeParse(answer.data),
    () => ({ success: false }) as const,
  )
  // The type is not guaranteed here: a misfit is marked and shown raw instead of crashing the page.
  return parsed.success
    ? { ...answer, data: parsed.data as z.output<O> }
    : { ...answer, data: answer.data as z.output<O>, misfit: true }
}

/** Runs a command known only by its ID, such as an undo. Throws like `callServer`. */
export const callById = async (
  id: string,
  input: unknown,
  sending?: Sending,
): Promise<Answer<unknown>> => (await post({ id, kind: 'command' }, input, sending)).answer
