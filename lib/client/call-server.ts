import { z } from 'zod'
import type { Op, Shape } from '@/lib/ops/define'
import { failure, OpError } from '@/lib/ops/failure'
import { type Lifecycle, lifecycle } from '@/lib/ops/lifecycle'
import { routes } from '@/lib/routes'
import { isAttended } from './activity'
import { correctClock } from './clock'
import { setSignedOut } from './signed-out'

/** What the server answers, and what the browser caches for every read. */
export type Answer<T> = {
  data: T
  /** When Atlas (or the database) was read: the age of the data. */
  asOf: string
  requestId: string
  /** The answer does not fit its description: `data` is what came, to be shown raw. */
  misfit?: true | undefined
  /** Rows of a list that do not fit, as they came: to be shown raw beside `data`, which is without them. */
  oddRows?: unknown[] | undefined
  /** What people must know of the operation's life at Atlas. */
  lifecycle?: Lifecycle | undefined
}

const envelope = z.object({
  data: z.unknown(),
  asOf: z.string(),
  requestId: z.string(),
  misfit: z.literal(true).optional(),
  oddRows: z.array(z.unknown()).optional(),
  lifecycle: lifecycle.optional(),
})

type Sending = {
  signal?: AbortSignal | undefined
  /** Names one execution of a command: the same key never runs twice. */
  key?: string | undefined
}

async function post(
  id: string,
  input: unknown,
  { signal, key }: Sending = {},
): Promise<Answer<unknown>> {
  const sentAt = Date.now()
  let response: Response
  let body: unknown
  try {
    response = await fetch(routes.op(id), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        // Polling by a page that nobody touches must not keep a session alive (lib/server/person, BACKGROUND_HEADER).
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(isAttended() ? {} : { 'x-gatehouse-background': '1' }),
      },
      body: JSON.stringify(input),
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    })
    correctClock(response.headers.get('date'), sentAt, Date.now())
    body = await response.json().catch(() => undefined)
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new OpError(
      {
        kind: 'unavailable',
        message: 'Gatehouse could not be reached. Check your connection; nothing typed is lost.',
      },
      { cause },
    )
  }
  if (response.ok) {
    const answer = envelope.safeParse(body)
    if (answer.success) return answer.data
  }
  const told = failure.safeParse(body)
  if (response.status === 401)
    setSignedOut(told.data?.kind === 'step-up' ? 'step-up' : 'signed-out')
  if (told.success) throw new OpError(told.data)
  throw OpError.of(
    response.status === 401 ? 'signed-out' : 'unavailable',
    response.status === 401
      ? 'Your session has ended. Sign in again to go on.'
      : `Gatehouse answered in a way that this page does not understand (HTTP ${response.status}). Load the page again.`,
  )
}

/**
 * Runs an operation on the server. Throws `OpError` for every failure, the network's included; an abort is thrown as it
 * is. An answer that does not fit the description is given as it came: what Atlas did is done.
 */
export async function callServer<I extends Shape, O extends z.ZodType>(
  op: Pick<Op, 'id'> & { input: I; output: O },
  input: z.input<I>,
  sending: Sending = {},
): Promise<Answer<z.output<O>>> {
  const answer = await post(op.id, input, sending)
  const parsed = op.output.safeParse(answer.data)
  // The one place where the type is a promise: a misfit says so, and reaches the page raw rather than as a crash.
  return parsed.success
    ? { ...answer, data: parsed.data as z.output<O> }
    : { ...answer, data: answer.data as z.output<O>, misfit: true }
}

/** Runs an operation known only by its id: an undo. */
export const callById = (id: string, input: unknown, sending?: Sending): Promise<Answer<unknown>> =>
  post(id, input, sending)
