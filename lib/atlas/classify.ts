import { z } from 'zod'
import { parseJson } from '@/lib/format/json'
import { isTooDeep, MAX_DEPTH } from '@/lib/format/json-bounds'
import type { AtlasAnswer, AtlasCall } from './call'
import { AtlasError, type AtlasErrorParts } from './errors'
import type { Exchange } from './exchange'
import { dateOf, requestIdOf, retryAfter } from './headers'
import { refusalOf, TOKEN } from './refusals'

/** The call that an answer belongs to. */
export type About = {
  connection: string
  call: Pick<
    AtlasCall,
    'op' | 'version' | 'text' | 'wire'
  > /** A failed read changes nothing, so it is never `unknown`. */
  isRead: boolean
}
type Answered = Extract<Exchange, { kind: 'answer' }>

const text = z.string().nullish().catch(undefined)

/** Atlas's error body, or that of resource policies (errorType, invalidPolicies). */
const errorBody = z.looseObject({
  errorCode: text,
  errorType: text,
  /** OAuth's, of the token endpoint. */
  error: text,
  detail: text,
  badRequestDetail: z
    .looseObject({
      fields: z.array(z.looseObject({ field: z.string(), description: z.string() })).nullish(),
    })
    .nullish()
    .catch(undefined),
  invalidPolicies: z
    .array(
      z.looseObject({
        body: text,
        errors: z
          .array(z.looseObject({ detail: text }))
          .nullish()
          .catch(undefined),
      }),
    )
    .nullish()
    .catch(undefined),
})

/** The answer to a call. @throws AtlasError for everything but a usable 2xx */
export function answerOf(exchange: Exchange, about: About): AtlasAnswer {
  if (exchange.kind === 'silence') throw silent(exchange, about)
  const { status, headers, text: bodyText, cut } = exchange
  if (status < 200 || status > 299) throw refused(exchange, about)
  const parsed = cut ? { why: cut } : parsedFrom(bodyText, about)
  const answer: AtlasAnswer = {
    status,
    body: 'value' in parsed ? parsed.value : undefined,
    bodyText,
    date: dateOf(headers),
    requestId: requestIdOf(headers),
    ...(exchange.garbled ? { garbled: true } : {}),
    ...rawOf(exchange, about),
  }
  if ('value' in parsed) {
    const why = about.isRead && !about.call.wire ? whyWrapped(parsed.value) : undefined
    if (why === undefined) return answer
    throw new AtlasError(why, { ...common(exchange, about), kind: 'atlas-down', outcome: 'failed' })
  }
  // The status says that the change is done, whatever is in the body.
  if (!about.isRead) return { ...answer, misread: true }
  throw new AtlasError(unreadable[parsed.why], {
    ...common(exchange, about),
    kind: 'atlas-down',
    outcome: 'failed',
    retry: cut === 'connection',
  })
}

/** Whether a refusal with this body is Atlas's own. */
export const isRefusalOfAtlas = (body: unknown): boolean =>
  codeIn(errorBody.safeParse(body).data) !== undefined

const codeIn = (body: z.output<typeof errorBody> | undefined, isToken = false) =>
  body?.errorCode ?? body?.errorType ?? (isToken ? body?.error : undefined) ?? undefined

// Gateways that rebuild an answer turn numbers into text, or leave out the code.
const atlasError = z
  .looseObject({
    error: z.coerce.number().int().min(400),
    errorCode: z.string().nullish(),
    reason: z.string().nullish(),
  })
  .refine(({ errorCode, reason }) => errorCode ?? reason)
const envelope = z.strictObject({
  status: z.int(),
  content: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
})

/** Atlas's error format, with any status. */
export const isErrorBody = (body: unknown): boolean => atlasError.safeParse(body).success

/** Why a 2xx with this body is no answer. Every field would be missing in it, which can mean that a setting is off. */
function whyWrapped(body: unknown): string | undefined {
  const error = atlasError.safeParse(body).data
  if (error)
    return `Gatehouse can’t use Atlas’s answer: its status is a success, but its body is the error ${(error.errorCode ?? error.reason ?? '').slice(0, 100)}. Try again.`
  return envelope.safeParse(body).success
    ? 'Gatehouse can’t use Atlas’s answer: it is in an envelope that Gatehouse did not ask for. Ask an admin to check any proxy between Gatehouse and Atlas.'
    : undefined
}

const unreadable = {
  size: 'Atlas’s answer is too large to read. Narrow your filters.',
  time: 'Atlas did not answer in time. Try again in a moment.',
  connection: 'The connection to Atlas broke. Try again in a moment.',
  coding: 'Gatehouse can’t read Atlas’s answer: its content encoding is unknown or broken.',
  junk: 'Gatehouse can’t read Atlas’s answer: it is not JSON. Try again.',
  deep: `Gatehouse can’t read Atlas’s answer: it is nested more than ${MAX_DEPTH} levels deep.`,
  empty: 'Gatehouse can’t read Atlas’s answer: it is empty. Try again.',
}

type Parsed = { value: unknown } | { why: keyof typeof unreadable }

function parsedFrom(bodyText: string, { call, isRead }: About): Parsed {
  if (isBlank(bodyText)) return isRead && !call.text ? { why: 'empty' } : { value: undefined }
  // Recursive code would overflow the stack later.
  const isDeep = isTooDeep(bodyText)
  try {
    const value = isDeep ? undefined : parseJson(bodyText)
    // Atlas may send plain text, or a JSON string.
    if (call.text) return { value: typeof value === 'string' ? value : bodyText }
    return isDeep ? { why: 'deep' } : { value }
  } catch {
    return call.text ? { value: bodyText } : { why: 'junk' }
  }
}

/** The JSON of an error body; undefined when there is none. */
function parsedOrUndefined(bodyText: string): { value: unknown } | undefined {
  const parsed = parsedFrom(bodyText, {
    connection: '',
    call: { op: '', version: '' },
    isRead: false,
  })
  return 'value' in parsed ? parsed : undefined
}

const isBlank = (text: string) => text.trim() === ''

/** A client must not take a part of an answer for the whole. */
const rawOf = ({ status, headers, bytes, cut }: Answered, { call }: About) =>
  call.wire && bytes && (cut === undefined || cut === 'coding')
    ? { raw: { status, headers, bytes } }
    : {}

const common = (answer: Answered, about: About) => ({
  connection: about.connection,
  op: about.call.op,
  status: answer.status,
  body: answer.text,
  requestId: requestIdOf(answer.headers),
  date: dateOf(answer.headers),
  ...rawOf(answer, about),
})

function silent(
  { sent, cause, error, proxy }: Extract<Exchange, { kind: 'silence' }>,
  { connection, call, isRead }: About,
): AtlasError {
  if (sent && !isRead) return unknown({ connection, op: call.op }, error)
  const why =
    cause === 'time'
      ? 'Atlas did not answer in time.'
      : sent
        ? 'The connection to Atlas broke.'
        : unreached(proxy, error)
  return new AtlasError(
    isRead ? `${why} Try again in a moment.` : `${why} Nothing was changed. Try again in a moment.`,
    {
      connection,
      op: call.op,
      kind: 'atlas-down',
      outcome: 'failed',
      retry: cause === 'connection',
    },
    { cause: error },
  )
}

/** undici reports a proxy's answer to CONNECT only in its message. */
function unreached(proxy: string | undefined, error: Error): string {
  if (!proxy) return 'Gatehouse can’t reach Atlas.'
  const [, status] = /^Proxy response \((\d+)\)/.exec(error.message) ?? []
  return status
    ? `Gatehouse can’t reach Atlas: the proxy ${proxy} refused the connection (status ${status}).`
    : `Gatehouse can’t reach Atlas through the proxy ${proxy}.`
}

const unknown = (parts: Omit<AtlasErrorParts, 'kind' | 'outcome'>, cause?: Error) =>
  new AtlasError(
    'Atlas did not confirm this, so the change may have happened. Check the current state before you try again.',
    { ...parts, kind: 'unknown-outcome', outcome: 'unknown' },
    { cause },
  )

function refused(answer: Answered, about: About): AtlasError {
  const { status, headers, cut } = answer
  const raw = cut ? undefined : parsedOrUndefined(answer.text)
  const body = errorBody.safeParse(raw?.value).data
  const errorCode = codeIn(body, about.call.op === TOKEN)
  const complaints = (body?.invalidPolicies ?? []).map(({ body: policy, errors }) =>
    [
      `${JSON.stringify((policy ?? '').slice(0, 60))}:`,
      ...(errors ?? []).map((e) => e.detail),
    ].join(' '),
  )
  const fields = (body?.badRequestDetail?.fields ?? []).map(
    (f) => [f.field, f.description] as const,
  )
  const parts = {
    ...common(answer, about),
    errorCode,
    detail: body?.detail ?? (complaints.length ? complaints.join('\n') : undefined),
    ...(fields.length ? { fields: Object.fromEntries(fields) } : {}),
    retryAfterSeconds: retryAfter(headers),
  }

  const isDefinite = status >= 400 && status < 500 && status !== 408
  const isPlain = status === 401 || status === 429
  // Atlas's refusals have a code. Without one, a proxy answered, which may have forwarded the call before.
  const isHearsay = errorCode === undefined
  if (!about.isRead && (!isDefinite || (isHearsay && !isPlain))) return unknown(parts)
  // Atlas never redirects, so this is a proxy or a sign-in page.
  const isRedirect = status >= 300 && status < 400
  if (about.isRead && (isRedirect || (isDefinite && !isPlain && isHearsay)))
    return new AtlasError(
      `A proxy or gateway between Gatehouse and Atlas answered with status ${status}. Ask an admin to check the network, any proxy, and the base URL of connection “${about.connection}”.`,
      // Without the status: others would take it for Atlas's.
      { ...parts, status: undefined, kind: 'atlas-down', outcome: 'failed' },
    )

  const [kind, message] = refusalOf(status, errorCode, about)
  return new AtlasError(message, { ...parts, kind, outcome: 'failed' })
}
