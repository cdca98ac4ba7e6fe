import { digestOf } from '@/lib/approvals/digest'
import type { RequestRow, Sql } from '@/lib/approvals/rows'
import { ops } from '@/lib/ops/registry'
import { approveRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { getSlot } from '@/lib/ops/slots'
import { personAs, type TestConsole, type TestProject } from '@/scripts/testing/console'
import type { Person } from '../person'
import { run } from '../run'
import { as, phraseOf, settleAll, wasSeen } from './acting'

const context = { requestId: 'test' }

export const why = { reason: 'Support case about slow checkpoints', ticket: 'CASE-0123' }

/** Files a request for an operation. Returns its id. */
export async function fileFor(op: string, input: Record<string, unknown>, person: Person) {
  const asked = ops.get(op)
  const confirm = asked && phraseOf(asked, input)
  const { data } = await run(fileRequest, { op, input, ...why }, person, { ...context, confirm })
  return fileRequest.output.parse(data).requestId
}

/** Files a request for employee access to the cluster `main`. */
export const fileAccess = (
  { groupId }: TestProject,
  more: Record<string, unknown> = {},
  person = personAs('requester'),
) => {
  const asked = { clusterName: 'main', grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60, ...more }
  return fileFor('employee.grant', { groupId, ...asked }, person)
}

export const card = async (requestId: string, person = personAs('viewer')) =>
  getRequest.output.parse((await run(getRequest, { requestId }, person, context)).data)

/** Approves it, optionally with `more`. */
export async function approve(
  requestId: string,
  person = personAs('approver'),
  more: Record<string, unknown> = {},
) {
  await wasSeen(person)
  const { digest } = (await card(requestId)).request
  return run(approveRequest, { requestId, digest, ...more }, person, context)
}

/** Files a request as an operator, approves and sends it. Returns its card. */
export async function byRequest(op: string, input: Record<string, unknown>) {
  const requestId = await fileFor(op, input, personAs('operator'))
  await approve(requestId)
  await settleAll()
  return card(requestId)
}

/** The slot of the cluster `main`, with the grant in it. */
export async function slot({ groupId }: TestProject) {
  const { data } = await as('operator', getSlot, { groupId, clusterName: 'main' })
  return getSlot.output.parse(data)
}

/** The calls to Atlas that grant employee access, oldest first. */
export const grantCalls = async (world: TestConsole, { groupId }: TestProject) =>
  (await world.calls({ groupId })).filter((c) => c.path.includes(':grantMongoDBEmployeeAccess'))

/** Moves the confirmation of a request's effects back by a minute, so that reads count as up to date. */
export const longAgo = (world: TestConsole, requestId: string) =>
  world.owner`update effect set confirmed_at = confirmed_at - interval '1 minute' where request_id = ${requestId}`

/** Leaves that many minutes to decide a request. */
export async function hasLeft(owner: Sql, id: string, minutes: number): Promise<void> {
  const [r] = await owner<RequestRow[]>`select * from request where id = ${id}`
  const decide_by = new Date(Date.now() + minutes * 60_000)
  await owner`
    update request set ${owner({ decide_by, digest: digestOf({ ...r!, decide_by }) })},
      created_at = least(created_at, ${decide_by}::timestamptz - interval '100 minutes') where id = ${id}`
}
