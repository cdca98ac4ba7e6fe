import type { z } from 'zod'
import { parseJson, printJson } from '@/lib/format/json'
import type { Op, Shape } from '@/lib/ops/define'
import { type Failure, failure, OpError } from '@/lib/ops/failure'
import type { Lifecycle } from '@/lib/ops/lifecycle'
import { routes } from '@/lib/routes'
import { isAttended } from './activity'
import { correctClock } from './clock'
import { isOffline } from './online'
import { tellSent } from './sent'
import { setSignedOut } from './signed-out'
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

const isAnswer = (body: unknown): body is Answer<unknown> =>
  typeof body === 'object' &&
  body !== null &&
  'data' in body &&
  'asOf' in body &&
  typeof body.asOf === 'string'

type Sending = {
  signal?: AbortSignal | undefined
  /** Identifies one execution of a command. The same key never runs twice. */
  key?: string | undefined
  /** The phrase that the person typed. The server checks it. */
  confirm?: string | undefined
}

type Call = Pick<Op, 'id' | 'kind'>

/** A command without an answer: its outcome is unknown. */
const unknownOutcome = (what: string, cause?: unknown) =>
  new OpError(
    {
      kind: 'unknown-outcome',
      message: `${what} Gatehouse may have received it. Check the current state before you try again.`,
    },
    { cause },
  )

const isAbort = (cause: unknown, signal: AbortSignal | undefined) =>
  signal?.aborted === true && cause === signal.reason

async function exchange(op: Call, input: unknown, { signal, key, confirm }: Sending) {
  const sentAt = Date.now()
  try {
    const response = await fetch(routes.op(op.id), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(confirm ? { 'gatehouse-confirm': encodeURIComponent(confirm) } : {}),
        // Background polling must not keep a session alive (lib/server/person, BACKGROUND_HEADER).
        ...(isAttended() ? {} : { 'x-gatehouse-background': '1' }),
      },
      body: printJson(input),
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    })
    correctClock(response.headers.get('date'), sentAt, Date.now())
    const text = await response.text()
    return { response, body: parsed(text) }
  } catch (cause) {
    if (op.kind === 'command')
      throw unknownOutcome(
        isAbort(cause, signal)
          ? 'You stopped waiting for the answer.'
          : 'The connection broke before an answer arrived.',
        cause,
      )
    if (isAbort(cause, signal)) throw cause
    throw new OpError(
      { kind: 'unavailable', message: "Can't reach Gatehouse. Check your connection." },
      { cause },
    )
  }
}

const parsed = (text: string): unknown => {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** `isChecked`: the server checked the answer against the schema that this page has. */
type Posted = { answer: Answer<unknown>; isChecked: boolean }

async function post(op: Call, input: unknown, sending: Sending = {}): Promise<Posted> {
  // Fail immediately if it can't be sent now. Nothing is queued.
  if (isOffline()) throw OpError.of('offline', 'Nothing was sent. Try again when you are online.')
  sending.signal?.throwIfAborted()
  if (op.kind === 'command') tellSent(op.id, input)
  const { response, body } = await exchange(op, input, sending)
  if (response.ok) {
    if (isAnswer(body)) {
      const isOurBuild = response.headers.get('x-gatehouse-build') === process.env.GATEHOUSE_BUILD
      return { answer: body, isChecked: isOurBuild }
    }
  }
  const told = await failureIn(body)
  if (response.status === 401) setSignedOut(told?.kind === 'step-up' ? 'step-up' : 'signed-out')
  if (told) throw new OpError(told)
  if (response.status === 401)
    throw OpError.of('signed-out', 'Your session ended. Sign in again to continue.')
  const what = `Gatehouse sent an unexpected answer (HTTP ${response.status}).`
  if (op.kind === 'command' && (response.ok || response.status >= 500)) throw unknownOutcome(what)
  throw OpError.of('unavailable', `${what} Reload the page.`)
}

/** The failure in an answer; undefined if there is none. Not validated while zod is not loaded. */
const failureIn = (body: unknown): Promise<Failure | undefined> =>
  zodReady().then(
    () => failure.safeParse(body).data,
    () => (isFailure(body) ? body : undefined),
  )

const isFailure = (body: unknown): body is Failure =>
  typeof body === 'object' &&
  body !== null &&
  'kind' in body &&
  typeof body.kind === 'string' &&
  'message' in body &&
  typeof body.message === 'string'

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
