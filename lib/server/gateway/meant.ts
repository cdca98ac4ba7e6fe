import { describedAs, findOp, whyNotDerivable } from '@/lib/atlas/find-op'
import type { Call, Command } from '@/lib/ops/define'
import { derivedId, forClients } from '@/lib/ops/derived-access'
import { endsAccess } from '@/lib/ops/registry'
import { routes } from '@/lib/routes'
import { configuration } from '../configuration'
import { asOne, notInScope, touchedBy } from '../decide'
import { parseInput } from '../parse-input'
import { readBack } from '../perform'
import type { Person } from '../person'
import type { GatewayCall } from './call'
import { aboutAnswer, derivedInput } from './derived-input'
import { jsonOf } from './json-body'
import type { Match } from './match'
import { Refused } from './refusal'
import { refuseBody } from './refused-body'
import { refuseCredentials, withoutBodySecrets } from './secret-body'
import { understand } from './understand'
import { isKnownDate } from './version'

/**
 * A change as a command with its input: Gatehouse's own, if that prints the same call, otherwise the derived one.
 * @throws Refused, OpError
 */
export async function meant(
  call: GatewayCall,
  match: Match,
  person: Person,
): Promise<GatewayCall & { op: Command }> {
  const { operationId, params } = match
  const own = describedAs(operationId)
  const ending = own.find((op): op is Command => op.kind === 'command' && endsAccess(op.id))
  // It must work whatever else is odd, so its input is only the place.
  if (ending) return { ...call, op: ending, input: params, isUnderstood: true }
  if (own.some((op) => op.kind === 'command' && op.access)) throw grantsAccess(params.groupId ?? '')
  const derived = findOp(derivedId(operationId))
  if (derived?.kind !== 'command')
    throw new Refused(
      403,
      'GATEHOUSE_NOT_ALLOWED',
      `${whyNotDerivable(operationId) ?? ''} Nothing was sent to Atlas.`,
    )
  const query = queryOf(call, match)
  const body = bodyIn(call, match)
  const whole = derivedInput(derived, match, query, body?.text)
  const places = await touchedBy(derived, whole, person)
  if (!places) throw notInScope()
  refuseBody(call, match, body)
  refuseCredentials(derived, { ...whole, body: body?.value })
  const look = (one: Call) => readBack(one, asOne(places), call.requestId, 'fresh')
  const version = isKnownDate(call.accept) ? call.version : ''
  const sent = { query, body, version }
  const found = await understand(match, sent, look)
  if (found) return { ...call, ...found, isUnderstood: true }
  // Stored and recorded with a placeholder for each secret; the client's bytes are sent.
  const { stored } = withoutBodySecrets({ op: derived, input: whole, body: call.body })
  const input = parseInput(derived, stored)
  return { ...call, op: forClients(derived), input, isUnderstood: false }
}

/** Names that Atlas does not know could mean something to a proxy, and an approver would not see them. */
function queryOf(call: GatewayCall, { fact }: Match): URLSearchParams {
  const query = new URLSearchParams(call.query)
  const unknown = [...query.keys()].find((name) => !fact.query.includes(name))
  if (unknown !== undefined)
    throw new Refused(
      400,
      'GATEHOUSE_INVALID_REQUEST',
      `Atlas has no query parameter ${JSON.stringify(unknown.slice(0, 60))} for this operation. Nothing was sent to Atlas.`,
    )
  for (const name of aboutAnswer) query.delete(name)
  return query
}

/** Another charset, or a second one, would make Atlas read other text than the approver. */
const utf8Json = /^application\/([\w.-]+\+)?json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i

/** The JSON of a body. Some clients send `{}` where Atlas takes none. */
function bodyIn({ body, contentType = '' }: GatewayCall, { fact }: Match) {
  if (!body || (!fact.body && /^\s*\{\s*\}\s*$/.test(body.toString('latin1')))) return undefined
  if (!fact.body)
    throw new Refused(
      400,
      'GATEHOUSE_INVALID_REQUEST',
      'This operation takes no body. Nothing was sent to Atlas.',
    )
  if (!utf8Json.test(contentType))
    throw new Refused(
      415,
      'GATEHOUSE_INVALID_REQUEST',
      'Send the body as JSON in UTF-8, with Content-Type application/json. Nothing was sent to Atlas.',
    )
  return jsonOf(body)
}

const grantsAccess = (groupId: string) =>
  new Refused(
    403,
    'GATEHOUSE_NOT_ALLOWED',
    `Gatehouse grants access to a cluster for a duration, and this call has an end time. Request it at ${configuration().url.origin}${routes.project(groupId)}. Nothing was sent to Atlas.`,
  )
