import { expect, test } from 'vitest'
import { sql } from '../database'
import { settleAll } from '../testing/acting'
import { approve } from '../testing/requests'
import { jsonOf, startGateway } from './testing'

/** What clients send, replayed over HTTP: headers, bodies, and what they do after a refusal. */

const gateway = await startGateway([
  { machine: 'terraform', role: 'operator', scope: { all: true } },
  { machine: 'atlas-cli', role: 'operator', scope: { all: true } },
])
const { world, as } = gateway
const v2 = '/api/atlas/v2'

const requestIn = (answer: { text: string }) => {
  const said = JSON.parse(answer.text) as { parameters: string[] }
  return said.parameters[0] ?? ''
}

test('Terraform: the first apply is refused, the one after the approval passes, and the next plan reads it', async () => {
  const { groupId } = await world.project()
  const path = `${v2}/groups/${groupId}/peers`
  const terraform = (operation: string) => ({
    accept: 'application/vnd.atlas.2023-01-01+json',
    'content-type': 'application/vnd.atlas.2023-01-01+json',
    'accept-encoding': 'gzip',
    'user-agent': `terraform-provider-mongodbatlas/1.40.0 Terraform/1.9.5 Name/network_peering Operation/${operation}`,
  })
  const body =
    '{"accepterRegionName":"us-east-1","containerId":"6c1f00000000000000000001","providerName":"AWS","vpcId":"vpc-1"}\n'
  const apply = () => as('terraform', 'POST', path, { body, headers: terraform('create') })
  const refused = await apply()
  expect([refused.status, jsonOf(refused).errorCode]).toEqual([403, 'GATEHOUSE_APPROVAL_REQUIRED'])
  expect(refused.headers.get('content-type')).toMatch(/json/)
  expect(jsonOf(refused).detail).toContain(requestIn(refused))
  // Resources of one apply go in parallel, and Terraform repeats nothing by itself.
  expect(requestIn(await apply())).toBe(requestIn(refused))

  await approve(requestIn(refused))
  await settleAll()
  expect(await world.calls({ groupId, operationId: 'createGroupPeer' })).toEqual([])
  const all = await Promise.all([apply(), apply(), apply()])
  const [created, ...more] = all.filter(({ status }) => status < 300)
  expect(more).toEqual([])
  const { id } = JSON.parse(created?.text ?? '') as { id: string }
  const [call, ...others] = await world.calls({ groupId, operationId: 'createGroupPeer' })
  expect(call).toMatchObject({ body, version: '2023-01-01' })
  expect(others).toEqual([])

  const plan = await as('terraform', 'GET', `${path}/${id}`, { headers: terraform('read') })
  expect(JSON.parse(plan.text)).toMatchObject({ vpcId: 'vpc-1' })
  // A read of something gone must be Atlas's 404: only then does Terraform forget it.
  const gone = await as('terraform', 'GET', `${path}/${'f'.repeat(24)}`, {
    headers: terraform('read'),
  })
  expect(gone.status).toBe(404)
})

test('the Atlas CLI: Gatehouse sends the stored bytes, and the same command then shows Atlas’s answer', async () => {
  const { groupId } = await world.project()
  await gateway.token('atlas-cli')
  await sql()`update machine set carry_out = 'send' where name = 'atlas-cli'`
  const headers = {
    accept: 'application/vnd.atlas.2024-10-23+json',
    'content-type': 'application/vnd.atlas.2024-10-23+json',
    'user-agent': 'go-atlas-sdk-admin/v20250312008.0.0 (linux;amd64)',
  }
  const body =
    '{"clusterType":"REPLICASET","name":"new","replicationSpecs":[{"regionConfigs":[{"providerName":"AWS","regionName":"US_EAST_1","priority":7,"electableSpecs":{"instanceSize":"M10","nodeCount":3}}]}]}\n'
  const create = () =>
    as('atlas-cli', 'POST', `${v2}/groups/${groupId}/clusters`, { body, headers })
  const refused = await create()
  await approve(requestIn(refused))
  await settleAll()
  const calls = () => world.calls({ groupId, operationId: 'createGroupCluster' })
  expect(await calls()).toMatchObject([{ body, version: '2024-10-23' }])
  const answer = await create()
  expect(answer.status).toBeLessThan(300)
  expect(JSON.parse(answer.text)).toMatchObject({ name: 'new' })
  expect(await calls()).toHaveLength(1)
})
