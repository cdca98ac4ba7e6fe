import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { entries } from '@/lib/audit/read'
import { listAtlasCredentials } from '@/lib/ops/atlas-credentials'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { connect } from '@/sandbox/atlas/testing'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import { findProject } from '../directory'
import { eventOf } from '../notify/event'
import { run } from '../run'
import { as } from '../testing/acting'
import { startConsole } from '../testing/start'
import { lookAtProject } from './look'

const world = await startConsole()
let orgId = ''
let groupId = ''

const northwind = '622f06e0f21affc0c09d52e1'
const list = async (at = orgId) =>
  listAtlasCredentials.output.parse(
    (await run(listAtlasCredentials, { orgId: at }, personAs('viewer'))).data,
  )
const rowOf = async (id: string) => (await list()).results.find((one) => one.id === id)
const detected = async (id: string) =>
  (await entries(sql(), { limit: 1_000 })).filter(
    ({ body, stored }) => body.type === 'credential.detected' && stored.includes(id),
  )
/** Calls Atlas without Gatehouse. The answer is what Atlas made. */
async function outside(path: string, body: object) {
  const atlas = await connect(world.atlas)
  return z
    .record(z.string(), z.unknown())
    .parse(await atlas.json('POST', `/api/atlas/v2${path}`, body))
}

beforeAll(async () => {
  const project = await world.project()
  orgId = project.orgId
  groupId = project.groupId
})

test('what the first look finds is no news, and the credential of Gatehouse is marked', async () => {
  const { results, unread } = await list(northwind)
  expect(unread).toEqual([])
  expect(new Set(results.map(({ kind }) => kind))).toEqual(
    new Set(['api-key', 'service-account', 'mcp-config']),
  )
  expect(results.filter(({ isOutside }) => isOutside)).toEqual([])
  const own = results.filter(({ isOwn }) => isOwn).map(({ name }) => name)
  expect(new Set(own)).toEqual(new Set(['Gatehouse console']))
  const operator = results.find(({ name }) => name === 'Kubernetes operator')
  expect(operator?.inProjects).toMatchObject([{ roles: ['GROUP_OWNER'] }])
  expect(results.find(({ kind }) => kind === 'mcp-config')).toMatchObject({
    roles: ['ORG_READ_ONLY'],
    lastUsedAt: expect.any(String),
  })
})

test('a credential made outside Gatehouse stands out and is recorded once', async () => {
  await list()
  const key = await outside(`/orgs/${orgId}/apiKeys`, { desc: 'Shadow', roles: ['ORG_OWNER'] })
  const config = await outside(`/orgs/${orgId}/mcpConfigs`, {
    mcpConfigName: 'Shadow',
    roles: ['ORG_OWNER'],
  })
  for (const id of [String(key.id), String(config.mcpConfigId)]) {
    await expect.poll(() => rowOf(id), { timeout: 15_000 }).toMatchObject({ isOutside: true })
    const rows = await detected(id)
    expect(rows).toHaveLength(1)
    expect(eventOf(rows[0]!.body)).toMatchObject({ to: { guards: 'incidents' } })
    // The name is personal: the log has its hash.
    expect(rows[0]?.stored).not.toContain('Shadow')
  }
})

test('a credential that Gatehouse made is no news', async () => {
  await list()
  const input = { orgId, desc: 'Through Gatehouse', roles: ['ORG_MEMBER'] }
  const { data } = await as('operator', createOrgApiKey, input)
  const { id } = createOrgApiKey.output.parse(data)
  await expect
    .poll(() => rowOf(id), { timeout: 15_000 })
    .toMatchObject({ isOutside: false, name: input.desc })
  expect(await detected(id)).toEqual([])
})

test('MCP configurations of projects are found too', async () => {
  const project = await findProject(groupId)
  if (!project) throw new Error('The project is not there')
  await lookAtProject(project)
  const { mcpConfigId } = await outside(`/groups/${groupId}/mcpConfigs`, {
    mcpConfigName: 'In a project',
    roles: ['GROUP_OWNER'],
  })
  await expect
    .poll(
      async () => {
        await lookAtProject(project)
        return rowOf(String(mcpConfigId))
      },
      { timeout: 15_000 },
    )
    .toMatchObject({ groupId, isOutside: true, roles: ['GROUP_OWNER'] })
})

test('a list that can’t be read is named, and keeps what was seen before', async () => {
  await list()
  const match = { operationId: 'listOrgApiKeys' }
  await world.fault({ match, fault: { kind: 'status', status: 403 }, times: 50 })
  await expect
    .poll(async () => (await list()).unread, { timeout: 15_000 })
    .toMatchObject([{ kind: 'api-key', atlas: { status: 403 }, requestId: expect.any(String) }])
  expect((await list()).results.some(({ kind }) => kind === 'api-key')).toBe(true)
  await world.control('DELETE', 'fault', { match })
})
