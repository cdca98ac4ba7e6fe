import { describedAs } from '@/lib/atlas/find-op'
import { type Watched, watched } from '@/lib/atlas/watch'
import { titleOf } from '@/lib/ops/derived'
import { configuration } from '../configuration'
import { inTime } from '../in-time'
import { log } from '../log'
import { type Caller, callerOf } from '../machines/caller'
import { noteUse } from '../machines/use'
import { newRequestId } from '../request-id'
import { dataHeaders } from '../security-headers'
import { outcomeOfStatus } from '../watched-op'
import { bytesOf } from './body-of'
import { isUnlimited, spend } from './budget'
import type { GatewayAnswer, GatewayCall, GatewayRequest } from './call'
import { callOf } from './call-of'
import { elsewhere, pathIn } from './elsewhere'
import { answerFor } from './failures'
import { withoutForeignPlaces } from './foreign-places'
import { type Match, matchOf } from './match'
import { meant } from './meant'
import { endingWith, opened } from './open-calls'
import { Refused, unknownOperation, withoutRole } from './refusal'
import { readScoped } from './unscoped'
import { write } from './write'

/** What is known of a request so far, for its log line. */
type Known = { caller?: Caller; operationId?: string; groupId?: string; end?: () => void }

/** Answers a request of a client of Atlas. Never throws. */
export async function gateway(request: GatewayRequest): Promise<GatewayAnswer> {
  const requestId = newRequestId()
  const known: Known = {}
  const started = performance.now()
  const about: Watched = { kind: 'operation', client: 'gateway', id: 'unknown', requestId }
  const answer = await watched(about, async () => {
    const failed = (error: unknown) => answerFor(error, requestId)
    const all = await answered(request, requestId, known).catch(failed)
    const made = await inScope(all, known).catch(failed)
    about.id = known.operationId ?? about.id
    about.outcome = outcomeOfStatus(made.status)
    return made
  })
  note(request, requestId, known, answer.status, started)
  const whole = { ...answer, headers: { ...ownHeaders(request, requestId), ...answer.headers } }
  return known.end ? endingWith(whole, known.end, request.signal) : whole
}

async function answered(
  request: GatewayRequest,
  requestId: string,
  known: Known,
): Promise<GatewayAnswer> {
  const outside = elsewhere(request)
  if (outside) return outside
  const { method, target, headers } = request
  known.caller = await inTime(callerOf({ method, target, headers }))
  const match = whyOdd(request) === undefined ? matchOf(method, pathIn(target)) : undefined
  if (!match)
    return unknownOperation(
      whyOdd(request) ??
        'This method and path are not an operation of the Atlas Admin API that Gatehouse knows.',
    )
  known.operationId = match.operationId
  if (match.params.groupId) known.groupId = match.params.groupId.toLowerCase()
  if (!isUnlimited(match.operationId))
    await limited(known, known.caller).catch((error) => {
      throw isRead(match) && error instanceof Refused ? tooMany(error) : error
    })
  const { caller } = known
  if (caller.person.bindings.length === 0) return withoutRole(caller.machine?.name)
  const body = await bytesOf(request)
  const call = callOf(request, match, body, requestId)
  refuseEnvelope(call)
  if (isRead(match)) {
    if (body && call.method === 'GET') throw noBody()
    return readScoped(call, match, caller, request)
  }
  const meaning = await meant(call, match, caller.person)
  return write(meaning, caller, describedAs(match.operationId).length > 0)
}

/** An answer of Atlas, also an error, can name other projects. */
const inScope = async (
  answer: GatewayAnswer,
  { caller, groupId }: Known,
): Promise<GatewayAnswer> =>
  caller && groupId ? withoutForeignPlaces(answer, caller.person, groupId) : answer

/** @throws Refused for too many calls of a caller at once, or of a machine in a minute */
async function limited(known: Known, { person, machine }: Caller): Promise<void> {
  known.end = opened(person)
  if (machine) await spend(machine, 'calls')
}

/** A read of Gatehouse's own descriptions can be a POST. */
const isRead = ({ operationId, fact }: Match) =>
  fact.method === 'GET' ||
  describedAs(operationId).some(({ kind, internal }) => kind === 'query' && !internal)

/**
 * The refusal of a read as 429. A client can take a 403 for “there is none”: MongoDB's MCP server creates a cluster without
 * the customer's key after a 403 to the read of the key.
 */
const tooMany = ({ message, answer: { headers } }: Refused) =>
  new Refused(429, 'GATEHOUSE_BUDGET', message, { headers })

/** It moves the status of an answer into its body, where a client would not look for a refusal. */
function refuseEnvelope({ query }: Pick<GatewayCall, 'query'>): void {
  const isAsked = [...new URLSearchParams(query)].some(
    ([name, value]) => name.toLowerCase() === 'envelope' && value.toLowerCase() !== 'false',
  )
  if (isAsked)
    throw new Refused(
      400,
      'GATEHOUSE_INVALID_REQUEST',
      'Gatehouse does not wrap answers. Send the call without envelope=true. Nothing was sent to Atlas.',
    )
}

const noBody = () =>
  new Refused(400, 'GATEHOUSE_INVALID_REQUEST', 'A GET has no body. Send it without one.')

const overrides = ['x-http-method-override', 'x-http-method', 'x-method-override', '_method']

/** Why a request is refused before its path is looked at. */
function whyOdd({ headers, target }: GatewayRequest): string | undefined {
  const query = target.slice(pathIn(target).length)
  const asked = [...new URLSearchParams(query).keys()].map((name) => name.toLowerCase())
  if (overrides.some((name) => headers.has(name) || asked.includes(name)))
    return 'Gatehouse does not accept a header or a query that overrides the method.'
  if (!/^[\x21-\x7e]*$/.test(target) || target.includes('#'))
    return 'This address is not a valid URL.'
  return undefined
}

function ownHeaders({ headers }: GatewayRequest, requestId: string): Record<string, string> {
  const own = headers.get('x-request-id') ?? ''
  return {
    ...dataHeaders(configuration().url.protocol === 'https:'),
    'x-request-id': /^[\w.-]{1,128}$/.test(own) ? own : requestId,
    'x-gatehouse-request-id': requestId,
  }
}

const LONGEST = 300
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

function note(
  { method, target, headers }: GatewayRequest,
  requestId: string,
  { caller, operationId }: Known,
  status: number,
  started: number,
): void {
  if (caller?.machine) {
    const title = operationId
      ? (describedAs(operationId)[0]?.title ?? titleOf(operationId))
      : 'Unknown operation'
    // Atlas's 404 or 400 is an answer, not a refusal.
    const isRefused = !operationId || status === 403 || status === 429
    noteUse(caller.machine, title, caller.person, { isRefused })
  }
  log.info(status >= 400 ? 'gateway refused' : 'gateway answered', {
    requestId,
    method: cut(method),
    // The query can hold personal text.
    path: cut(pathIn(target)),
    operation: operationId,
    status,
    machine: caller?.machine?.name,
    subject: caller?.person.sub,
    userAgent: cut(headers.get('user-agent') ?? ''),
    ms: Math.round(performance.now() - started),
  })
}
