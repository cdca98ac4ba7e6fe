import { setTimeout as sleep } from 'node:timers/promises'
import { approveRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { ms, number, table } from './measure'
import type { BenchPerson } from './person'
import type { Control } from './sandbox'

const REQUESTS = 20
const LOOK_EVERY_MS = 20
const PATIENCE_MS = 15_000

/** The time from an approver's click until the grant is read back from the cluster. */
export async function approval(
  requester: BenchPerson,
  approver: BenchPerson,
  sandbox: Control,
): Promise<void> {
  const clusters = Array.from({ length: REQUESTS }, (_, i) => `steady-${i + 1}`)
  const groupId = await sandbox.project(`bench approvals ${Date.now()}`, clusters)
  const answered: number[] = []
  const confirmed: number[] = []
  for (const clusterName of clusters) {
    const { requestId } = await requester.run(fileRequest, {
      op: 'employee.grant',
      input: { groupId, clusterName, grantType: 'CLUSTER_DATABASE_LOGS', minutes: 60 },
      reason: 'Measured by npm run bench',
      ticket: 'CASE-00001',
    })
    const { request } = await approver.run(getRequest, { requestId })
    const since = performance.now()
    await approver.run(approveRequest, { requestId, digest: request.digest })
    answered.push(performance.now() - since)
    for (;;) {
      const { effects } = await approver.run(getRequest, { requestId })
      const took = performance.now() - since
      if (effects.some((effect) => effect.state === 'confirmed')) {
        confirmed.push(took)
        break
      }
      if (took > PATIENCE_MS)
        throw new Error(`The grant of ${clusterName} is ${effects.map((e) => e.state).join()}.`)
      await sleep(LOOK_EVERY_MS)
    }
  }
  const calls = await sandbox.calls(groupId, 'grantGroupClusterMongoDbEmployeeAccess')
  table(
    `${REQUESTS} approvals in sequence; ${number(calls)} grant calls reached Atlas`,
    ['', 'p50', 'p95'],
    [
      ['the approval is recorded', ms(answered, 50), ms(answered, 95)],
      ['the grant is in Atlas and read back', ms(confirmed, 50), ms(confirmed, 95)],
    ],
  )
}
