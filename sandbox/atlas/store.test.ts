import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { credentials, weakCredentials } from './credentials'
import { startSandboxAtlas } from './server'
import { connect, startClient } from './testing'
import { projectIdOf } from './world/projects'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-atlas-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const prod = projectIdOf('payments-prod')
const path = `/api/atlas/v2/groups/${prod}/clusters/payments-ledger`
const grant = { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime: '2099-01-01T00:00:00Z' }

test('a restarted sandbox has the same grants, entries, calls and tokens', async () => {
  const dataFile = join(folder, 'world.json')
  const first = await startClient({ dataFile })
  await first.call('POST', `${path}:grantMongoDBEmployeeAccess`, grant)
  await first.call('POST', `/api/atlas/v2/groups/${prod}/accessList`, [{ ipAddress: '192.0.2.77' }])
  await first.control('POST', 'clock', { advanceSeconds: 1000 })
  const world = await first.control('GET', 'world')
  const { calls } = await first.control('GET', 'calls')
  await first.atlas.close()

  const atlas = await startSandboxAtlas({ port: 0, dataFile })
  const second = { ...first, ...(await connect(atlas)) }
  expect((await second.json('GET', path)).mongoDBEmployeeAccessGrant).toEqual(grant)
  const again = await second.control('GET', 'world')
  expect(again.projects).toEqual(world.projects)
  expect(again.bornAt).toEqual(world.bornAt)
  expect(Date.parse(String(again.clock))).toBeGreaterThan(Date.now() + 990_000)
  const kept = await second.control('GET', 'calls')
  expect(kept.calls.slice(0, calls.length)).toEqual(calls)
  await atlas.close()
})

const readyLine = z.object({ origin: z.string() })

/** The sandbox as a child process, with the channel of a launcher. */
async function startProcess(place: string): Promise<{ child: ChildProcess; origin: string }> {
  const child = fork('sandbox/atlas/main.ts', [], {
    execArgv: ['--import', pathToFileURL('node_modules/tsx/dist/loader.mjs').href],
    env: { ...process.env, SANDBOX_ATLAS_PORT: '0', SANDBOX_ATLAS_DATA: place },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (!child.stdout) throw new Error('The sandbox process has no output to read.')
  const [line] = await once(child.stdout, 'data')
  return { child, origin: readyLine.parse(JSON.parse(String(line))).origin }
}

const clientAt = (origin: string) =>
  connect({ origin, credentials, weakCredentials, close: async () => undefined })

test('a grant that was answered survives kill -9, and so does the call that made it', async () => {
  const before = await startProcess(folder)
  const client = await clientAt(before.origin)
  const answer = await client.call('POST', `${path}:grantMongoDBEmployeeAccess`, grant)
  before.child.kill('SIGKILL')
  expect(answer.status).toBe(204)
  await once(before.child, 'exit')

  const after = await startProcess(folder)
  const again = await clientAt(after.origin)
  expect((await again.json('GET', path)).mongoDBEmployeeAccessGrant).toEqual(grant)
  const { calls } = await again.control(
    'GET',
    'calls?operationId=grantGroupClusterMongoDbEmployeeAccess',
  )
  expect(calls).toMatchObject([{ body: JSON.stringify(grant), groupId: prod }])
  after.child.kill('SIGTERM')
  expect((await once(after.child, 'exit'))[0]).toBe(0)
}, 60_000)

test('the process ends when its launcher is gone', async () => {
  const { child } = await startProcess(folder)
  const exit = once(child, 'exit')
  child.disconnect()
  expect((await exit)[0]).toBe(0)
}, 60_000)

test('a file that is not a sandbox state stops the start with a message', async () => {
  const dataFile = join(folder, 'world.json')
  writeFileSync(dataFile, '{"half":')
  await expect(startSandboxAtlas({ port: 0, dataFile })).rejects.toThrow(
    'does not contain a sandbox state. Remove it to start with a new one.',
  )
})
