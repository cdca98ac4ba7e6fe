import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive } from './lock.mjs'
import { type EmbeddedPostgres, startPostgres } from './postgres'
import { endWithThisProcess } from './testing/end-with-this-process'

let folder: string
let server: EmbeddedPostgres
let clean: () => Promise<void>
const said: string[] = []
const start = (port?: number) =>
  startPostgres({ folder, port, durable: false, say: (line) => said.push(line) })

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
  server = await start()
  clean = endWithThisProcess(server.pid(), folder)
})
afterAll(async () => {
  await server.stop()
  await clean()
  rmSync(folder, { recursive: true, force: true })
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

test('a server left by a killed launcher is taken over with its port, and then survives its first keeper', async () => {
  const second = await start()
  expect(second.pid()).toBe(server.pid())
  expect(second.port).toBe(server.port)
  expect(said.join()).toContain('it is taken over')
})

test('a server that is killed comes back on its port', async () => {
  const first = server.pid()
  process.kill(first, 'SIGKILL')
  const until = Date.now() + 5_000
  await expect
    .poll(() => ask(server.url, 'SELECT 1 AS one').catch(() => undefined), { timeout: 5_000 })
    .toEqual([{ one: 1 }])
  expect(Date.now()).toBeLessThan(until)
  expect(isAlive(first)).toBe(false)
})

test('a port that somebody else has is refused with the name of its variable', async () => {
  const other = mkdtempSync(join(tmpdir(), 'gatehouse-postgres-test-'))
  chmodSync(other, 0o755)
  try {
    await expect(
      startPostgres({ folder: other, port: server.port, durable: false, say: () => undefined }),
    ).rejects.toThrow(`Port ${server.port} is in use: set POSTGRES_PORT to another one.`)
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
})
