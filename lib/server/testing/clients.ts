import { createHash } from 'node:crypto'
import { findOp } from '@/lib/atlas/find-op'
import { newId } from '@/lib/format/id'
import { derivedId } from '@/lib/ops/derived-access'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import type { GatewayAnswer, GatewayCall } from '../gateway/call'
import { answerFor } from '../gateway/failures'
import { gate } from '../gateway/gate'
import { matchOf } from '../gateway/match'
import type { Caller } from '../machines/caller'
import { type MachineRow, personOfMachine, toMachine } from '../machines/rows'
import { settleAll } from './acting'
import { approve } from './requests'

/** Bindings of machines with these names, as operators everywhere. */
export const machineBindings = (...names: string[]) =>
  names.map((machine) => ({ machine, role: 'operator', scope: { all: true } }))

const USER_AGENT =
  'terraform-provider-mongodbatlas/1.40.0 Terraform/1.9.5 Name/mongodbatlas_network_peering Operation/create ModuleName/network'

/** A machine of the persona `owner` whose secret the persona `shown` saw, as it calls the gateway. */
export async function machineAs(
  name: string,
  more: Partial<MachineRow> = {},
  { owner = 'operator', shown = 'admin' } = {},
): Promise<Required<Caller>> {
  const [mine, saw] = [personAs(owner), personAs(shown)]
  const [row] = await sql()<MachineRow[]>`insert into machine ${sql()({
    id: newId(),
    client_id: `mdb_sa_id_${createHash('sha256').update(name).digest('hex').slice(0, 24)}`,
    name,
    purpose: 'Terraform for the payments team',
    owner_iss: mine.iss,
    owner_sub: mine.sub,
    owner_name: mine.name,
    ends_at: new Date(Date.now() + 86_400_000),
    carry_out: 'permit',
    calls_per_minute: 600,
    gated_per_hour: 1000,
    deletions_per_day: 100,
    ...more,
  })} returning *`
  await sql()`insert into machine_secret ${sql()({
    id: newId(),
    machine_id: row!.id,
    hash: Buffer.alloc(32, 1),
    hint: 'abcd',
    shown_iss: saw.iss,
    shown_sub: saw.sub,
    shown_name: saw.name,
  })}`
  const machine = toMachine(row!)
  const headers = new Headers({ 'user-agent': USER_AGENT })
  return { person: personOfMachine(machine, headers), machine }
}

type Sent = { method: string; path: string; body?: string; query?: string; reason?: string }

/** A call as the road hands it to the gate, read by its derived description. */
export function callFrom({ method, path, body, query = '', reason }: Sent): GatewayCall {
  const match = matchOf(method, path)
  const op = match && findOp(derivedId(match.operationId))
  if (!match || !op) throw new Error(`${method} ${path} has no derived description`)
  const bytes = body === undefined ? undefined : Buffer.from(body)
  return {
    operationId: match.operationId,
    method: match.fact.method,
    path,
    params: match.params,
    query,
    ...(bytes ? { body: bytes } : {}),
    sha256: createHash('sha256')
      .update(bytes ?? '')
      .digest('hex'),
    accept: 'application/vnd.atlas.2023-01-01+json',
    contentType: 'application/vnd.atlas.2023-01-01+json',
    version: '2023-01-01',
    op,
    input: { ...match.params, ...(body === undefined ? {} : { body }) },
    isUnderstood: false,
    userAgent: USER_AGENT,
    ...(reason === undefined ? {} : { reason }),
    requestId: newId(),
    signal: new AbortController().signal,
  }
}

/** Atlas's JSON, or a refusal, with the request that it is about. */
export type Said = {
  status: number
  code: string | undefined
  detail: string
  requestId: string
  json: Record<string, unknown>
}

/** Sends a call that needs approval as a machine or a person. */
export async function gated(caller: Caller, sent: Sent): Promise<Said> {
  const call = callFrom(sent)
  const friction = { level: 'approval', because: 'It is a change.' } as const
  return said(await gate(call, caller, friction).catch((error) => answerFor(error, call.requestId)))
}

export function said({ status, body }: GatewayAnswer): Said {
  const json = JSON.parse(String(body) || '{}') as Record<string, unknown>
  const [requestId = ''] = (json.parameters as string[] | undefined) ?? []
  const { errorCode: code, detail = '' } = json as { errorCode?: string; detail?: string }
  return { status, code, detail, requestId, json }
}

/** Sends a call and approves its request. Returns the request's id. */
export async function approvedCall(caller: Caller, sent: Sent, approver?: string): Promise<string> {
  const { requestId } = await gated(caller, sent)
  await approve(requestId, personAs(approver ?? 'approver'))
  await settleAll()
  return requestId
}
