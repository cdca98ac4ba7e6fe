import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Client, startClient } from '../testing'
import { projectIdOf } from '../world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())

const own = async (name: string, more: object) => {
  const { groupId } = await client.control('POST', 'projects', { name })
  const base = `/api/atlas/v2/groups/${groupId}/streams`
  await client.control('POST', 'fill', { area: 'streams', groupId, ...more })
  return { base, lab: `${base}/lab`, groupId }
}
const read = async (path: string) => {
  const answer = await client.call('GET', path)
  return z.looseObject({ state: z.string().optional() }).parse(await answer.json())
}
const later = (advanceSeconds: number) => client.control('POST', 'clock', { advanceSeconds })

test('streams-eu has two workspaces and nine processors in the documented states', async () => {
  const base = `/api/atlas/v2/groups/${projectIdOf('streams-eu')}/streams`
  expect((await client.json('GET', base)).results.map((w) => w.name)).toEqual([
    'orders-eu',
    'sensors',
  ])
  const of = async (name: string) =>
    (await client.json('GET', `${base}/${name}/processors`)).results
  const all = [...(await of('orders-eu')), ...(await of('sensors'))]
  expect(all.map((p) => p.state)).toEqual([
    'STARTED',
    'STARTED',
    'STARTED',
    'STOPPED',
    'CREATED',
    'FAILED',
    'STOPPED',
    'INIT',
    'STARTED',
  ])
  const colon = encodeURIComponent('returns: EU/UK')
  expect(await read(`${base}/orders-eu/processor/${colon}`)).toMatchObject({
    name: 'returns: EU/UK',
  })
  const types = (await client.json('GET', `${base}/orders-eu/connections`)).results
  expect(new Set(types.map((c) => c.type)).size).toBe(10)
  expect(new Set(types.map((c) => c.state))).toEqual(
    new Set(['READY', 'FAILED', 'PENDING', 'DELETING', undefined]),
  )
})

test('a processor stops and starts on the sandbox clock, and cannot be changed while it runs', async () => {
  const { lab } = await own('own-streams-1', { processors: { STARTED: ['runs'] } })
  const path = `${lab}/processor/runs`
  const refused = { error: 400, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' }
  expect(await client.json('PATCH', path, { tier: 'SP2' })).toMatchObject(refused)
  expect(await client.json('POST', `${path}:start`)).toMatchObject(refused)
  expect((await client.call('POST', `${path}:stop`)).status).toBe(200)
  expect(await read(path)).toMatchObject({ state: 'STARTED' })
  expect(await client.json('POST', `${path}:stop`)).toMatchObject(refused)
  await later(15)
  expect(await read(path)).toMatchObject({ state: 'STOPPED', stats: {} })
  const changed = await client.call('PATCH', path, { tier: 'SP30', name: 'ends in :start' })
  expect(await changed.json()).toMatchObject({ tier: 'SP30', state: 'STOPPED' })
  expect((await client.call('GET', path)).status).toBe(404)
  const renamed = `${lab}/processor/${encodeURIComponent('ends in :start')}`
  expect((await client.call('POST', `${renamed}:start`)).status).toBe(200)
  await later(10)
  expect(await read(renamed)).toMatchObject({ state: 'STARTED', stats: { status: 'running' } })
})

test('a checkpoint is not resumed over another source, and a tier above the maximum is refused', async () => {
  const { lab } = await own('own-streams-2', { processors: { STOPPED: ['rests'] } })
  const path = `${lab}/processor/rests`
  const pipeline = [
    { $source: { connectionName: 'kafka', topic: 'other' } },
    { $emit: { connectionName: 'kafka', topic: 'out' } },
  ]
  expect(await client.json('PATCH', path, { pipeline })).toMatchObject({ error: 400 })
  const options = { resumeFromCheckpoint: false }
  expect((await client.call('PATCH', path, { pipeline, options })).status).toBe(200)
  expect(await client.json('PATCH', path, { tier: 'SP50' })).toMatchObject({ error: 400 })
  expect(await client.json('PATCH', path, { tier: 'SP7' })).toMatchObject({ error: 400 })
  expect(await client.json('PATCH', path, { resumeFromCheckpoint: false })).toMatchObject({
    error: 400,
  })
  const gone = [{ $source: { connectionName: 'nowhere' } }, pipeline[1]]
  expect(await client.json('PATCH', path, { pipeline: gone, options })).toMatchObject({
    error: 400,
  })
})

test('a created processor goes from INIT to CREATED, and a deleted one is gone', async () => {
  const { lab } = await own('own-streams-3', {})
  const pipeline = [
    { $source: { connectionName: 'kafka', topic: 'events' } },
    { $emit: { connectionName: '__testLog' } },
  ]
  const answer = await client.call('POST', `${lab}/processor`, { name: 'new', pipeline })
  expect(await answer.json()).toMatchObject({ name: 'new', state: 'INIT' })
  expect(await client.json('POST', `${lab}/processor`, { name: 'new', pipeline })).toMatchObject({
    error: 409,
  })
  await later(3)
  expect(await read(`${lab}/processor/new`)).toMatchObject({ state: 'CREATING' })
  await later(3)
  expect(await read(`${lab}/processor/new`)).toMatchObject({ state: 'CREATED' })
  expect((await client.call('DELETE', `${lab}/processor/new`)).status).toBe(204)
  expect((await client.call('GET', `${lab}/processor/new`)).status).toBe(404)
})

test('a connection in use is not deleted, an unused one is', async () => {
  const { lab } = await own('own-streams-4', { processors: { STOPPED: ['rests'] } })
  expect(await client.json('DELETE', `${lab}/connections/kafka`)).toMatchObject({ error: 409 })
  expect((await client.call('DELETE', `${lab}/connections/spare`)).status).toBe(202)
  expect(await read(`${lab}/connections/spare`)).toMatchObject({ state: 'DELETING' })
  await later(6)
  expect((await client.call('GET', `${lab}/connections/spare`)).status).toBe(404)
})

test('a peering is accepted with the account and VPC, and its cloud status lags behind', async () => {
  const { base } = await own('own-streams-5', { peerings: true })
  const list = async () =>
    (await client.json('GET', `${base}/vpcPeeringConnections?requesterAccountId=111122223333`))
      .results
  const all = await list()
  expect(new Set(all.map((p) => p.localStatus)).size).toBe(10)
  expect(await client.json('GET', `${base}/vpcPeeringConnections`)).toMatchObject({ error: 400 })
  const invited = all.find((p) => p.localStatus === 'NONE')
  const path = `${base}/vpcPeeringConnections/${String(invited?._id)}`
  const challenge = { requesterAccountId: '111122223333', requesterVpcId: 'vpc-other' }
  expect(await client.json('POST', `${path}:accept`, challenge)).toMatchObject({ error: 400 })
  const right = { ...challenge, requesterVpcId: invited?.requesterVpcId }
  expect((await client.call('POST', `${path}:accept`, right)).status).toBe(202)
  const now = async () => (await list()).find((p) => p._id === invited?._id)
  expect(await now()).toMatchObject({ localStatus: 'REQUEST_ACCEPT' })
  await later(12)
  expect(await now()).toMatchObject({ localStatus: 'ACTIVE', cloudStatus: 'pending-acceptance' })
  await later(20)
  expect(await now()).toMatchObject({ localStatus: 'ACTIVE', cloudStatus: 'active' })
  expect((await client.call('DELETE', path)).status).toBe(202)
  await later(12)
  expect(await now()).toBeUndefined()
})
