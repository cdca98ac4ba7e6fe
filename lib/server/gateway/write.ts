import { AtlasError } from '@/lib/atlas/errors'
import { describedAs, findCommand } from '@/lib/atlas/find-op'
import type { Command } from '@/lib/ops/define'
import { NOT_UNDERSTOOD } from '@/lib/ops/derived'
import { isForOwners } from '@/lib/ops/derived-access'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { whyNot } from '@/lib/ops/why-not'
import { rolesAt } from '../bindings'
import { asOne, decideAt, notInScope, type Place, touchedBy } from '../decide'
import { frictionNow, takesAccessAway } from '../friction-now'
import type { Caller } from '../machines/caller'
import { unreadFirst } from '../perform'
import type { Person } from '../person'
import { runForClient } from '../run'
import { isUnlimited, spend } from './budget'
import type { GatewayAnswer, GatewayCall } from './call'
import { gate } from './gate'
import { limitsOf } from './limits'
import { passed } from './passed'
import { withoutBodySecrets } from './secret-body'

type Write = GatewayCall & { op: Command }

const FOR_OWNERS = 'In Atlas, only owners can do this.'

/** People confirm this in the console. A machine would give itself what Gatehouse can't see or stop. */
const GIVES_CREDENTIAL =
  'Atlas answers with a new credential, and calls with it go around Gatehouse.'

/**
 * Whether Atlas keeps a change for owners, and the caller has no role for it: operators may then ask a second person. People
 * with the role ask too, except for what only takes access away.
 */
function needsOwner({ id }: Command, person: Person, places: readonly Place[]): boolean {
  const own = findCommand(id)
  if (!own || !isForOwners(own)) return false
  return (
    !takesAccessAway(own) ||
    places.some((place) => whyNot(own, rolesAt(person, place)) !== undefined)
  )
}

/**
 * A change: sent with the client's own bytes, or through the gate when it needs approval. Atlas's answer passes as it is,
 * also an error. @throws OpError, AtlasError
 */
export async function write(
  call: Write,
  caller: Caller,
  isDescribed: boolean,
): Promise<GatewayAnswer> {
  const { op, input } = call
  const { person, machine } = caller
  const places = await touchedBy(op, input, person)
  if (!places) throw notInScope()
  const isFree = takesAccessAway(op)
  if (isDescribed && !call.isUnderstood && !(isFree && (await isFreeByRules(call, caller, places))))
    return gate(call, caller, { level: 'approval', because: NOT_UNDERSTOOD })
  if (needsOwner(op, person, places))
    return gate(call, caller, { level: 'approval', because: FOR_OWNERS })
  if (op.shownOnce) return gate(call, caller, { level: 'approval', because: GIVES_CREDENTIAL })
  const friction = await frictionFor(call, caller, asOne(places))
  if (isGated(friction) || friction.level === 'type') return gate(call, caller, friction)
  // Who can't do it must not use up the budget of deletions.
  for (const place of places) decideAt(op, person, place)
  if (machine && call.method === 'DELETE' && !isUnlimited(call.operationId))
    await spend(machine, 'deletions')
  try {
    const answer = await sent(call, caller)
    const [{ connection }] = places
    return { ...answer, headers: { ...limitsOf(connection), ...answer.headers } }
  } catch (error) {
    const because = becauseIn(error)
    if (because === undefined) throw error
    return gate(call, caller, { level: 'approval', because })
  }
}

/** Whether the rules for an operation let a call pass that only takes access away, and that they can't read. */
async function isFreeByRules(
  { operationId, params, requestId }: Write,
  { person }: Caller,
  places: readonly [Place, ...Place[]],
): Promise<boolean> {
  const own = describedAs(operationId).filter((op): op is Command => op.kind === 'command')
  const levels = await Promise.all(
    own.map((op) => frictionNow(op, params, asOne(places), person.groups, requestId, 'fresh')),
  ).catch(() => undefined)
  return levels?.every((one) => !isGated(one) && one.level !== 'type') === true
}

const frictionFor = ({ op, input, requestId }: Write, { person }: Caller, place: Place) =>
  frictionNow(op, input, place, person.groups, requestId, 'fresh').catch((error) => {
    throw error instanceof AtlasError ? unreadFirst(error) : error
  })

/** What was read right before the call can still raise the friction. */
const becauseIn = (error: unknown): string | undefined =>
  error instanceof OpError && error.kind === 'needs-approval'
    ? error.message.replace(/ A second person must approve it\. File a request\.$/, '')
    : undefined

async function sent(call: Write, { person }: Caller): Promise<GatewayAnswer> {
  const { op, method, path, query, sha256, accept, contentType, body, requestId } = call
  const { hasSecrets } = withoutBodySecrets({ op, input: call.input, body })
  const raw = await runForClient(op, call.input, person, {
    requestId,
    client: {
      body: body?.toString('utf8'),
      wire: { query, accept, contentType },
      upstream: {
        method,
        path: query ? `${path}?${query}` : path,
        // A hash of a body with a short secret would let readers of the log guess the secret.
        ...(hasSecrets || !body ? {} : { body_hash: `sha256:${sha256}` }),
      },
    },
  })
  return passed(raw)
}
