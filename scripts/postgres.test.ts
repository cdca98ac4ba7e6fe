import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive } from './lock.mjs'
import { type EmbeddedPostgres, startPostgres } from './postgres'
import { endWithThisProcess } from './testing/end-with-this-process'

let folder: string
let server: EmbeddedPostgres
let leftBehind: number
let clean: () => Promise<void>
const said: string[] = []
const start = () => startPostgres({ folder, durable: false, say: (line) => said.push(line) })

const ask = async (url: string, question: string) => {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined })
  try {
    return [...(await sql.unsafe(question))]
  } finally {
    await sql.end({ timeout: 1 })
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-postgres-test-'))
  chmodSync(folder, 0o755)
  clean = endWithThisProcess(join(folder, 'cluster'), folder)
  leftBehind = await leaveOneBehind()
  server = await start()
})

/** Starts a server in a launcher of its own, kills that launcher, and gives the server's process id. */
async function leaveOneBehind(): Promise<number> {
  const launcher = join(folder, 'launcher.mts')
  writeFileSync(
    launcher,
    `import { startPostgres } from ${JSON.stringify(resolve('scripts/postgres.ts'))}
     const server = await startPostgres({ folder: ${JSON.stringify(folder)}, durable: false, say: () => {} })
     process.send(server.pid())`,
  )
  const loader = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href
  const child = fork(launcher, { execArgv: ['--import', loader] })
  const [pid] = await once(child, 'message')
  child.kill('SIGKILL')
  await once(child, 'exit')
  return Number(pid)
}

afterAll(async () => {
  await server.stop()
  await clean()
})

test('the application role owns nothing and the owner owns the database', async () => {
  const owner = await ask(
    server.ownerUrl,
    'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database()',
  )
  expect(owner).toEqual([{ owner: 'gatehouse_owner' }])
  await expect(ask(server.url, 'CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/)
  await expect(ask(server.url, 'CREATE ROLE other')).rejects.toThrow(/permission denied/)
})

test('a server that a killed launcher left running is used', () => {
  expect(server.pid()).toBe(leftBehind)
  expect(said).toEqual([expect.stringContaining(`process ${leftBehind}`)])
})

test('a server that is killed comes back on its port', async () => {
  const first = server.pid()
  process.kill(first, 'SIGKILL')
  await expect
    .poll(() => ask(server.url, 'SELECT 1 AS one').catch(() => undefined), { timeout: 5_000 })
    .toEqual([{ one: 1 }])
  expect(isAlive(first)).toBe(false)
})

test('a port in use is refused with the name of its variable', async () => {
  const other = mkdtempSync(join(tmpdir(), 'gatehouse-postgres-test-'))
  chmodSync(other, 0o755)
  try {
    await expect(
      startPostgres({ folder: other, port: server.port, durable: false, say: () => undefined }),
    ).rejects.toThrow(/in use.*POSTGRES_PORT/)
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
})
