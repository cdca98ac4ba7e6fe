import { needsGrammar, parseJson, printJson } from '@/lib/format/json'
import { type Failure, failure, OpError } from '@/lib/ops/failure'
import { routes } from '@/lib/routes'
import { isAttended } from './activity'
import type { Answer, Call, Sending } from './answer'
import { correctClock } from './clock'
import { pagePerson } from './page-person'
import { pageReady } from './page-ready'
import { tellSent } from './sent'
import { setSignedOut } from './signed-out'
import { zodReady } from './zod'

const isAnswer = (body: unknown): body is Answer<unknown> =>
  typeof body === 'object' &&
  body !== null &&
  'data' in body &&
  'asOf' in body &&
  typeof body.asOf === 'string'

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

async function exchange(op: Call, input: unknown, { signal, key, confirm, confirmRows }: Sending) {
  const sentAt = Date.now()
  const person = op.kind === 'command' ? pagePerson() : undefined
  try {
    const response = await fetch(routes.op(op.id), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(person === undefined ? {} : { 'gatehouse-person': encodeURIComponent(person) }),
        ...(confirm ? { 'gatehouse-confirm': encodeURIComponent(confirm) } : {}),
        ...(confirmRows ? { 'gatehouse-confirm-rows': encodeURIComponent(confirmRows) } : {}),
        // Background polling must not keep a session alive (lib/server/person, BACKGROUND_HEADER).
        ...(isAttended() ? {} : { 'x-gatehouse-background': '1' }),
      },
      body: printJson(input),
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    })
    correctClock(response.headers.get('date'), sentAt, Date.now())
    const text = await response.text()
    return { response, body: await parsed(text) }
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
      { kind: 'unavailable', message: 'Can’t reach Gatehouse. Check your connection.' },
      { cause },
    )
  }
}

/** Undefined for a text that is not JSON. */
async function parsed(text: string): Promise<unknown> {
  if (needsGrammar(text)) await zodReady().catch(() => undefined)
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** `isChecked`: the server checked the answer against the schema that this page has. */
type Posted = { answer: Answer<unknown>; isChecked: boolean }

/** Sends a call. Throws an `OpError` for every failure, and the abort reason of a query. */
export async function post(op: Call, input: unknown, sending: Sending = {}): Promise<Posted> {
  if (op.kind === 'query') await pageReady
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
