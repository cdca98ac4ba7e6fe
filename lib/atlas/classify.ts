import { z } from 'zod'
import { parseJson } from '@/lib/format/json'
import type { FailureKind } from '@/lib/ops/failure'
import type { AtlasAnswer, AtlasCall } from './call'
import { AtlasError, type AtlasErrorParts } from './errors'
import type { Exchange } from './exchange'
import { fact } from './facts'
import { dateOf, requestIdOf, retryAfter } from './headers'

/** Whose answer it is. */
export type About = {
  connection: string
  call: Pick<
    AtlasCall,
    'op' | 'version' | 'text'
  > /** A failed read changes nothing, so it is never `unknown`. */
  isRead: boolean
}
/** Stands for the token request, which is no operation of the facts table. */
export const TOKEN = 'token'

type Answered = Extract<Exchange, { kind: 'answer' }>

const text = z.string().nullish().catch(undefined)

/** Atlas's error body, and the other one of resource policies (errorType, invalidPolicies). */
const errorBody = z.looseObject({
  errorCode: text,
  errorType: text,
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
        errors: z
          .array(z.union([z.string(), z.looseObject({ message: z.string() })]))
          .nullish()
          .catch(undefined),
      }),
    )
    .nullish()
    .catch(undefined),
})

/** The answer to a call; throws AtlasError for everything but a 2xx that can be used. */
export function answerOf(exchange: Exchange, about: About): AtlasAnswer {
  if (exchange.kind === 'silence') throw silent(exchange, about)
  const { status, headers, text: bodyText, cut } = exchange
  if (status < 200 || status > 299) throw refused(exchange, about)
  const parsed = cut ? undefined : about.call.text ? asText(bodyText) : parsedOrUndefined(bodyText)
  const answer: AtlasAnswer = {
    status,
    body: parsed?.value,
    bodyText,
    date: dateOf(headers),
    requestId: requestIdOf(headers),
  }
  if (parsed) return answer
  // The status line has said that the change is done; what follows it cannot take that back.
  if (!about.isRead) return { ...answer, misread: true }
  throw new AtlasError(unreadable[cut ?? 'junk'], {
    ...common(exchange, about),
    kind: 'atlas-down',
    outcome: 'failed',
    retry: cut === 'connection',
  })
}

const unreadable = {
  size: 'The answer of Atlas is too large for Gatehouse to read. Narrow what is asked for.',
  time: 'Atlas did not answer in time. Try again in a moment.',
  connection: 'The connection to Atlas broke. Try again in a moment.',
  junk: 'Atlas answered with something Gatehouse cannot read. Try again.',
}

/** A text answer; Atlas may send it bare, or as a JSON string. */
function asText(bodyText: string): { value: string } {
  const value = parsedOrUndefined(bodyText)?.value
  return { value: typeof value === 'string' ? value : bodyText }
}

function parsedOrUndefined(bodyText: string): { value: unknown } | undefined {
  try {
    return { value: bodyText.trim() === '' ? undefined : parseJson(bodyText) }
  } catch {
    return undefined
  }
}

const common = (answer: Answered, { connection, call }: About) => ({
  connection,
  op: call.op,
  status: answer.status,
  body: answer.text,
  requestId: requestIdOf(answer.headers),
  date: dateOf(answer.headers),
})

function silent(
  { sent, cause, error }: Extract<Exchange, { kind: 'silence' }>,
  { connection, call, isRead }: About,
): AtlasError {
  if (sent && !isRead) return unknown({ connection, op: call.op }, error)
  const why =
    cause === 'time'
      ? 'Atlas did not answer in time.'
      : sent
        ? 'The connection to Atlas broke.'
        : 'Gatehouse could not reach Atlas.'
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

const unknown = (parts: Omit<AtlasErrorParts, 'kind' | 'outcome'>, cause?: Error) =>
  new AtlasError(
    'Atlas gave no clear answer, so the change may or may not have happened. Look at the present state before trying again.',
    { ...parts, kind: 'unknown-outcome', outcome: 'unknown' },
    { cause },
  )

function refused(answer: Answered, about: About): AtlasError {
  const { status, headers, cut } = answer
  const raw = cut ? undefined : parsedOrUndefined(answer.text)
  const body = errorBody.safeParse(raw?.value).data
  const errorCode = body?.errorCode ?? body?.errorType ?? undefined
  const complaints = (body?.invalidPolicies ?? [])
    .flatMap((p) => p.errors ?? [])
    .map((e) => (typeof e === 'string' ? e : e.message))
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

  // Not Atlas's own words: something in between answered, and what it passed on before is not known.
  const isForeign = raw === undefined || (raw.value !== undefined && body === undefined)
  const isDefinite = status >= 400 && status < 500 && status !== 408
  const isPlain = status === 401 || status === 429
  if (!about.isRead && (!isDefinite || (isForeign && !isPlain))) return unknown(parts)
  // A 404 read back proves that something is gone, so it has to be Atlas that says it.
  const isHearsay = isForeign || (status === 404 && errorCode === undefined)
  if (about.isRead && isDefinite && !isPlain && isHearsay)
    return new AtlasError(
      `Something between Gatehouse and Atlas answered with status ${status}. Ask an admin to check the network and the base URL of connection "${about.connection}".`,
      { ...parts, kind: 'atlas-down', outcome: 'failed' },
    )

  const [kind, message] = sentence(status, errorCode, about)
  return new AtlasError(message, { ...parts, kind, outcome: 'failed' })
}

function sentence(
  status: number,
  code: string | undefined,
  { connection, call }: About,
): [FailureKind, string] {
  const own = `connection "${connection}"`
  if (code === 'IP_ADDRESS_NOT_ON_ACCESS_LIST')
    return [
      'unavailable',
      `Atlas refused ${own} because Gatehouse's own address is not on the organization's API access list. Ask an Organization Owner to add it there; the IP access list of a project is another list and does not help.`,
    ]
  if (code === 'VERSION_GONE')
    return [
      'not-found',
      `Atlas no longer offers version ${call.version} of this operation (${call.op}). Gatehouse has to be updated.`,
    ]
  switch (status) {
    case 400:
    case 422:
      return ['invalid', 'Atlas does not accept these values. Correct them and try again.']
    case 401:
      return [
        'unavailable',
        `Atlas refused the credential of ${own}. Ask an admin to check that it has not expired and that it belongs to this organization or project.`,
      ]
    case 402:
      return [
        'not-allowed',
        'Atlas asks for a payment method first. Ask an Organization Owner to add one to this organization.',
      ]
    case 403: {
      const roles = call.op === TOKEN ? [] : fact(call.op).roles
      const one = roles.length ? `the Atlas role ${roles.join(' or ')}` : 'a role that allows it'
      return [
        'not-allowed',
        `Atlas does not let ${own} do this. Its service account or API key needs ${one}, or an owner's role.`,
      ]
    }
    case 404:
      return ['not-found', 'Atlas does not know this, or it has been deleted.']
    case 405:
      return ['conflict', 'Atlas does not allow this here or at this stage.']
    case 409:
      return [
        'conflict',
        'Atlas cannot do this in the present state, or the name is taken. Look at the present state and try again.',
      ]
    case 410:
      return ['not-found', 'Atlas no longer has this.']
    case 413:
      return ['invalid', 'This is too large for Atlas. Send less at once.']
    case 429:
      return ['slow-down', 'Atlas asks Gatehouse to slow down. Try again in a moment.']
    default:
      return status >= 500 || status < 400
        ? ['atlas-down', 'Atlas has a problem at the moment. Try again later.']
        : ['conflict', `Atlas refused this with status ${status}.`]
  }
}
