import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holderOf, lock, tryLock } from './lock.mjs'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-lock-'))
  file = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a held lock is refused and names its holder; a released one is free', () => {
  const release = tryLock(file)
  expect(tryLock(file)).toBeUndefined()
  expect(holderOf(file)).toBe(process.pid)
  release?.()
  expect(holderOf(file)).toBeUndefined()
  expect(tryLock(file)).toBeTypeOf('function')
})

test('the lock of a process that died is taken and nothing is left behind', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(file, `${pid} 1\n`)
  expect(tryLock(file)).toBeTypeOf('function')
  expect(readdirSync(folder)).toEqual(['lock'])
})

test('a later process with the same id does not hold the lock', () => {
  writeFileSync(file, `${process.pid} 1\n`)
  expect(holderOf(file)).toBeUndefined()
})

test('only one of many processes holds the lock at a time, even while they replace a stale lock', async () => {
  const inside = join(folder, 'inside')
  const source = `
    import { mkdirSync, rmdirSync } from 'node:fs'
    import { lock } from ${JSON.stringify(pathToFileURL(resolve('scripts/lock.mjs')).href)}
    for (let i = 0; i < 20; i++) {
      const release = await lock(${JSON.stringify(file)})
      mkdirSync(${JSON.stringify(inside)})
      await new Promise((done) => setTimeout(done, 1))
      rmdirSync(${JSON.stringify(inside)})
      release()
    }`
  writeFileSync(file, '999999999 1\n')
  const codes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
        stdio: 'inherit',
      })
      const [code] = await once(child, 'exit')
      return code
    }),
  )
  expect(codes).toEqual([0, 0, 0, 0])
})

test('a waiting process is told once which process it waits for', async () => {
  const release = tryLock(file)
  const told: number[] = []
  const waiting = lock(file, (pid) => told.push(pid))
  expect(told).toEqual([process.pid])
  release?.()
  const mine = await waiting
  mine()
})
