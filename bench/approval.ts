import { setTimeout as sleep } from 'node:timers/promises'
import { approveRequest, fileRequest, getRequest, revokeRequest } from '@/lib/ops/requests'
import { credentials, weakCredentials } from '@/sandbox/atlas/credentials'
import { connect, media } from '@/sandbox/atlas/testing'
import { ms, number, percentile, table } from './measure'
import { type BenchPerson, post } from './person'
import type { Control } from './sandbox'

const REQUESTS = 20
/** How long Atlas takes to answer, in ms, in addition to the sandbox. */
const DELAYS = [0, 100, 300]
const LOOK_EVERY_MS = 5
const PATIENCE_MS = 15_000
const GRANT = 'CLUSTER_DATABASE_LOGS'

type Setting = {
  requester: BenchPerson
  approver: BenchPerson
  sandbox: Control
  /** The address of Atlas for the console, which can delay answers. */
  upstream: string
}

/**
 * The time from an approver's click until the grant is read back from the cluster, and from a click on Revoke until the
 * cluster is empty. Compares both with the two calls alone: the change, and the read that confirms it.
 */
export async function approval(setting: Setting): Promise<void> {
  const rows: string[][] = []
  for (const delay of DELAYS) {
    await post(`${setting.upstream}/_delay`, { ms: delay })
    const groupId = await setting.sandbox.project(`bench approvals ${Date.now()}`, [
      ...names('alone'),
      ...names('steady'),
    ])
    const alone = await callsAlone(setting.upstream, groupId)
    const approvals = await throughGatehouse(setting, groupId)
    const calls = await setting.sandbox.calls(groupId, 'grantGroupClusterMongoDbEmployeeAccess')
    if (calls !== 2 * REQUESTS) throw new Error(`${calls} grant calls reached Atlas.`)
    for (const what of ['approve → confirmed', 'revoke → empty'] as const) {
      const [own, bare] = [approvals[what], alone[what]]
      const ratio = (percent: number) =>
        `${(percentile(own, percent) / percentile(bare, percent)).toFixed(2)}x`
      rows.push([
        `${what}, ${delay} ms`,
        ...[50, 95].flatMap((percent) => [ms(own, percent), ms(bare, percent), ratio(percent)]),
      ])
    }
  }
  await post(`${setting.upstream}/_delay`, { ms: 0 })
  table(
    `${number(REQUESTS)} requests in sequence at each delay of Atlas, against the change and one read alone`,
    ['', 'p50', 'alone', 'ratio', 'p95', 'alone', 'ratio'],
    rows,
  )
}

const names = (prefix: string) => Array.from({ length: REQUESTS }, (_, i) => `${prefix}-${i + 1}`)

type Times = Record<'approve → confirmed' | 'revoke → empty', number[]>

/** The two calls that each change needs, with the console's kind of credential and an open socket. */
async function callsAlone(upstream: string, groupId: string): Promise<Times> {
  const atlas = await connect({
    origin: upstream,
    credentials,
    weakCredentials,
    close: async () => undefined,
  })
  const times: Times = { 'approve → confirmed': [], 'revoke → empty': [] }
  for (const name of names('alone')) {
    const path = `/api/atlas/v2/groups/${groupId}/clusters/${name}`
    const both = async (verb: string, body?: unknown) => {
      const since = performance.now()
      const headers = { 'content-type': media('2024-08-05') }
      const changed = await atlas.call('POST', `${path}:${verb}`, body, {
        version: '2024-08-05',
        headers,
      })
      await changed.text()
      await (await atlas.call('GET', path)).text()
      if (!changed.ok) throw new Error(`${verb} answered ${changed.status}.`)
      return performance.now() - since
    }
    const expirationTime = new Date(Date.now() + 3_600_000).toISOString()
    times['approve → confirmed'].push(
      await both('grantMongoDBEmployeeAccess', { grantType: GRANT, expirationTime }),
    )
    times['revoke → empty'].push(await both('revokeMongoDBEmployeeAccess'))
  }
  return times
}

async function throughGatehouse({ requester, approver }: Setting, groupId: string): Promise<Times> {
  const times: Times = { 'approve → confirmed': [], 'revoke → empty': [] }
  for (const clusterName of names('steady')) {
    const { requestId } = await requester.run(fileRequest, {
      op: 'employee.grant',
      input: { groupId, clusterName, grantType: GRANT, minutes: 60 },
      reason: 'Measured by npm run bench',
      ticket: 'CASE-00001',
    })
    const { request } = await approver.run(getRequest, { requestId })
    const timed = async (isEnd: boolean, click: () => Promise<unknown>) => {
      const since = performance.now()
      await click()
      for (;;) {
        const { effects } = await requester.run(getRequest, { requestId })
        const took = performance.now() - since
        const mine = effects.find((effect) => effect.isEnd === isEnd)
        if (mine?.state === 'confirmed') return took
        if (took > PATIENCE_MS)
          throw new Error(`${clusterName}: the ${isEnd ? 'revoke' : 'grant'} is ${mine?.state}.`)
        await sleep(LOOK_EVERY_MS)
      }
    }
    times['approve → confirmed'].push(
      await timed(false, () => approver.run(approveRequest, { requestId, digest: request.digest })),
    )
    times['revoke → empty'].push(
      await timed(true, () => requester.run(revokeRequest, { requestId })),
    )
  }
  return times
}
