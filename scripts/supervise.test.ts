import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive } from './lock.mjs'
import { type Part, type Supervisor, supervise } from './supervise'

let folder: string
let parts: Supervisor
let said: string[]
let heard: string[]

const part = (name: string, source: string): Part => {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, source)
  return {
    name,
    file,
    env: { PATH: process.env.PATH },
    log: (line) => heard.push(`${name}: ${line}`),
    ready: { line: (line) => line.startsWith('ready') },
  }
}
const stayUp = "setInterval(() => {}, 1000); console.log('ready', process.pid)"
const lastPid = (name: string) =>
  Number(
    heard
      .findLast((line) => line.startsWith(`${name}: ready`))
      ?.split(' ')
      .at(-1),
  )

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-supervise-'))
  said = []
  heard = []
  parts = supervise((line) => said.push(line))
})
afterEach(async () => {
  await parts.stopAll(500)
  rmSync(folder, { recursive: true, force: true })
})

test('a part that is killed comes back within 5 s while the others run on', async () => {
  await parts.start(part('one', stayUp))
  await parts.start(part('two', stayUp))
  const [one, two] = [lastPid('one'), lastPid('two')]
  process.kill(one, 'SIGKILL')
  await expect.poll(() => lastPid('one'), { timeout: 5_000 }).not.toBe(one)
  expect(isAlive(two)).toBe(true)
  expect(said).toEqual([expect.stringContaining('SIGKILL')])
})

test('a part runs with its own options of Node, also after a restart', async () => {
  const source = `${stayUp}; console.log(process.execArgv.join(' '))`
  await parts.start({ ...part('one', source), node: ['--max-semi-space-size=16'] })
  const told = () => heard.filter((line) => line.includes('--max-semi-space-size=16')).length
  await expect.poll(told).toBe(1)
  process.kill(lastPid('one'), 'SIGKILL')
  await expect.poll(told, { timeout: 5_000 }).toBe(2)
})

test('a part that ends before it is ready is reported with its output', async () => {
  const broken = part('broken', "console.error('the key x is missing'); process.exitCode = 3")
  await expect(parts.start(broken)).rejects.toThrow(
    'broken ended before it was ready (exit 3):\nthe key x is missing',
  )
  expect(said).toEqual([])
})

test('a part that ignores SIGTERM is ended, and what it started too', async () => {
  await parts.start(
    part(
      'deaf',
      `import { spawn } from 'node:child_process'
       process.on('SIGTERM', () => {})
       const child = spawn('sleep', ['100'])
       setInterval(() => {}, 1000)
       console.log('ready', child.pid)`,
    ),
  )
  const [deaf, grandchild] = [parts.pid('deaf') ?? 0, lastPid('deaf')]
  await parts.stop('deaf', 300)
  await expect.poll(() => [deaf, grandchild].map(isAlive)).toEqual([false, false])
})

test('all parts end when their launcher is killed with -9', async () => {
  const worker = part('worker', stayUp)
  const launcher = join(folder, 'launcher.mts')
  writeFileSync(
    launcher,
    `import { supervise } from ${JSON.stringify(resolve('scripts/supervise.ts'))}
     const parts = supervise(() => {})
     await parts.start({ name: 'worker', file: ${JSON.stringify(worker.file)}, env: process.env,
       log: () => {}, ready: { line: (line) => line.startsWith('ready') } })
     process.send(parts.pid('worker'))`,
  )
  const loader = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href
  const child = fork(launcher, { execArgv: ['--import', loader] })
  const [pid] = await once(child, 'message')
  expect(isAlive(pid)).toBe(true)
  child.kill('SIGKILL')
  await expect.poll(() => isAlive(pid), { timeout: 4_000 }).toBe(false)
})
