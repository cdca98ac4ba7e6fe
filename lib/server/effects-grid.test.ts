import { expect, test } from 'vitest'
import { reconcile, recoverAbandoned, resumeAbsent } from '@/lib/approvals/reconciler'
import { revokeRequest } from '@/lib/ops/requests'
import type { Fault } from '@/sandbox/atlas/faults'
import type { TestProject } from '@/scripts/testing/console'
import { report, times } from '@/scripts/testing/full-size'
import { sql } from './database'
import { reach } from './reach'
import { as, settleAll } from './testing/acting'
import { approve, card, fileAccess, slot } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole({ timeoutSeconds: 1, requestsPerMinute: 1_000_000 })

const faults: Fault[] = [
  { kind: 'hang-up' },
  { kind: 'timeout-before' },
  { kind: 'timeout-after' },
  { kind: '500-after' },
  { kind: 'status', status: 500 },
  { kind: 'html-502' },
  { kind: 'status', status: 503, retryAfter: 1 },
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 409, errorCode: 'CONFLICT' },
  { kind: 'status', status: 404, errorCode: 'CLUSTER_NOT_FOUND' },
  { kind: 'status', status: 401, errorCode: 'UNAUTHORIZED' },
  { kind: 'truncated' },
  { kind: 'malformed-json' },
  { kind: 'reset-after' },
  { kind: 'error-in-200' },
  { kind: 'no-effect' },
]
/** Makes Atlas's answer end Atlas's part for good. */
const isRefusal = ({ status }: Fault) => status === 404 || status === 409
const isActedOn = ({ kind }: Fault) =>
  ['timeout-after', '500-after', 'reset-after', 'truncated', 'malformed-json'].includes(kind)

type Cell = { fault: Fault; project: TestProject; id: string }

const callsOf = async ({ project }: Cell, verb: 'grant' | 'revoke') =>
  (await world.calls({ groupId: project.groupId })).filter((c) => c.path.includes(`:${verb}Mongo`))

/** Lets the time pass after which outcomes are read again and calls are repeated. */
async function passTime(): Promise<void> {
  await world.owner`update effect set next_check_at = null, give_up_at = now()
    where state in ('unknown', 'planned')`
  await recoverAbandoned(sql())
  await reconcile(sql(), reach)
  await resumeAbsent(sql())
  await settleAll()
}
/** The reconciler takes 40 at a time. */
async function settleInTime(): Promise<void> {
  for (let round = 0; round < times(4, 60); round += 1) await passTime()
}
const settleTogether = () => Promise.all(Array.from({ length: 16 }, settleAll))

/** Projects with an approved request each, whose next call of this kind meets a fault. */
async function grid(verb: 'grant' | 'revoke'): Promise<Cell[]> {
  const asked = async (fault: Fault): Promise<Cell> => {
    const project = await world.project({ clusters: [{ name: 'main' }] })
    const id = await fileAccess(project)
    await approve(id)
    return { fault, project, id }
  }
  const cells: Cell[] = []
  // A person can have at most 100 requests that wait.
  for (let round = 0; round < times(1, 20); round += 1)
    cells.push(...(await Promise.all(faults.map(asked))))
  if (verb === 'revoke') await settleTogether()
  for (const { fault, project, id } of cells) {
    const operationId = `${verb}GroupClusterMongoDbEmployeeAccess`
    await world.fault({ match: { groupId: project.groupId, operationId }, fault })
    if (verb === 'revoke') await as('operator', revokeRequest, { requestId: id })
  }
  return cells
}

test('E2: whatever Atlas does with a grant, it is settled by reading, with at most two equal calls', async () => {
  const cells = await grid('grant')
  await settleTogether()
  // A rejected token is renewed at once. Nothing else is repeated without a read.
  for (const cell of cells)
    expect(await callsOf(cell, 'grant'), JSON.stringify(cell.fault)).toHaveLength(
      cell.fault.status === 401 ? 2 : 1,
    )
  await settleInTime()
  let lost = 0
  let doubled = 0
  const odd: unknown[] = []
  for (const cell of cells) {
    const { effects } = await card(cell.id)
    const calls = await callsOf(cell, 'grant')
    const isThere = (await slot(cell.project)).now !== null
    const wanted = isRefusal(cell.fault) ? 'refused' : 'confirmed'
    const isLost = effects[0]?.state !== wanted || isThere !== (wanted === 'confirmed')
    const most = isActedOn(cell.fault) || isRefusal(cell.fault) ? 1 : 2
    const isDoubled = calls.length > most || new Set(calls.map((c) => c.body)).size > 1
    if (isLost) lost += 1
    if (isDoubled) doubled += 1
    if (isLost || isDoubled) odd.push({ ...cell, effects, isThere, calls })
  }
  report('E2 faults of a grant', { tried: cells.length, lost, doubled })
  expect(odd).toEqual([])
}, 600_000)

test('E2: whatever Atlas does with a revoke, the access ends', async () => {
  const cells = await grid('revoke')
  await settleTogether()
  await settleInTime()
  let lost = 0
  for (const cell of cells)
    if ((await card(cell.id)).request.how !== 'revoked' || (await slot(cell.project)).now !== null)
      lost += 1
  report('E2 faults of a revoke', { tried: cells.length, lost })
  expect(lost).toBe(0)
}, 600_000)
