import { type ClientCall, callerKey, callKey } from '@/lib/approvals/client-call'
import { type Command, canNeedApproval } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { Friction } from '@/lib/ops/friction'
import { whyNotApprovable } from '../friction-now'
import type { Caller } from '../machines/caller'
import { unreadFirst } from '../perform'
import { keyedHash } from '../sealed'
import type { GatewayAnswer, GatewayCall } from './call'
import { fileOnce } from './file-call'
import { whileApproved } from './gate-approved'
import { asRefusal, notYet, saidNo } from './gate-words'
import type { Gated } from './gated'
import { countRepeat, type LastRequest, lastRequest } from './last-request'
import { movedFields } from './moved-fields'
import { refusal } from './refusal'
import { refuseCredentials, withJson, withoutBodySecrets } from './secret-body'

/**
 * Answers a write that needs approval. The first call files a request, repeats attach to it, and after the approval one of
 * them passes (permit), or gets Atlas's answer to what Gatehouse sent (send).
 */
export async function gate(
  call: GatewayCall,
  caller: Caller,
  friction: Extract<Friction, { because: string }>,
): Promise<GatewayAnswer> {
  const { op } = call
  if (op.kind !== 'command') throw new Error(`${op.id} is a read and needs no approval`)
  const gated = gatedOf(call, op, caller, friction.because)
  if (!isApprovable(gated)) return refusal(403, 'GATEHOUSE_NOT_ALLOWED', unapprovable(op))
  try {
    const last = await lastRequest(gated.key)
    if (last && isStill(last, gated)) return await standing(gated, last)
    return await asked(gated, last)
  } catch (error) {
    throw error instanceof OpError ? asRefusal(error) : unreadFirst(error)
  }
}

function gatedOf(call: GatewayCall, op: Command, caller: Caller, because: string): Gated {
  const { hasSecrets, stored, body } = withoutBodySecrets({
    op,
    input: call.input,
    body: call.body,
  })
  const { person, machine } = caller
  const isPermit = hasSecrets || op.shownOnce !== undefined || machine?.carryOut === 'permit'
  const client: ClientCall = {
    machine: machine?.id ?? null,
    caller: callerKey(person),
    method: call.method,
    path: call.path,
    query: call.query,
    sha256: hasSecrets ? keyedHash(call.sha256) : call.sha256,
    isKeyed: hasSecrets,
    accept: call.accept ?? null,
    contentType: call.contentType ?? null,
    mode: isPermit ? 'permit' : 'send',
    isUnderstood: call.isUnderstood,
    hasReason: call.reason !== undefined,
    client: call.userAgent ?? null,
  }
  return { call, op, caller, client, key: callKey(client), stored, body, because }
}

/** A permit may have secrets in its body and in its answer, because only its client sees them. */
const isApprovable = ({ op, client }: Gated): boolean =>
  client.mode === 'permit' ? op.readBack !== undefined : canNeedApproval(op)

const unapprovable = (op: Command): string =>
  `${whyNotApprovable(op) ?? 'Gatehouse can’t check the result of this call.'} Nothing was sent to Atlas.`

/** How the last request for this call answers it. False: it is a new one. */
function isStill(last: LastRequest, { call }: Gated): boolean {
  if (last.state === 'pending' || last.state === 'approved') return true
  // A client that repeats by itself must not ask again after a denial. A person can, with another reason.
  if (last.state === 'denied')
    return last.is_recent && (call.reason === undefined || call.reason === last.reason)
  // A person who looked at Atlas can ask again with another reason.
  if (last.is_untold && call.reason !== undefined && call.reason !== last.reason) return false
  const isOver = last.how === 'done' || last.mode === 'send' || last.is_untold
  return last.state === 'closed' && last.is_fresh && isOver
}

async function standing(gated: Gated, last: LastRequest): Promise<GatewayAnswer> {
  if (last.state === 'pending') {
    await countRepeat(last.id)
    return notYet(gated, last)
  }
  return last.state === 'denied' ? saidNo(last) : whileApproved(gated, last)
}

/** Files a request, and goes on at once where the policy approves it. */
async function asked(gated: Gated, before: LastRequest | undefined): Promise<GatewayAnswer> {
  const { client, op, stored } = gated
  refuseCredentials(op, withJson(stored), true)
  const moved = await movedFields(client, { op: op.id, stored })
  await fileOnce(gated)
  const last = await lastRequest(gated.key)
  if (!last || last.id === before?.id) throw new Error('The request for a call is not there')
  return last.state === 'approved' ? whileApproved(gated, last) : notYet(gated, last, moved)
}
