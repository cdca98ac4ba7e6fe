import type { z } from 'zod'
import type { Shape } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { Answer, Call, Sending } from './answer'
import { isOffline } from './online'
import { zodReady } from './zod'

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
