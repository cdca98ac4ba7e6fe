/** The folder with everything that a running Gatehouse stores on disk. */
import { randomBytes } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { newCheckpointKey } from '@/lib/audit/checkpoint-key'
import type { OnStop } from './command'
import { holderOf, tryLock } from './lock.mjs'

/**
 * Opens and locks GATEHOUSE_DATA (./data) for this launcher. @throws Error when another running launcher uses it
 */
export function openDataFolder(
  onStop: OnStop,
  folder = process.env.GATEHOUSE_DATA || 'data',
): string {
  const data = resolve(folder)
  mkdirSync(join(data, 'logs'), { recursive: true })
  const held = join(data, 'launcher.lock')
  const release = tryLock(held)
  if (!release) {
    throw new Error(
      `The data folder ${data} is in use by process ${holderOf(held) ?? 'another'}. Stop that process, or set GATEHOUSE_DATA to another folder.`,
    )
  }
  onStop(release)
  return data
}

/** The file of a key that signs checkpoints of the audit log, made by the first start. */
export function keptCheckpointKey(data: string, name: string): string {
  const file = join(data, 'checkpoint.key')
  if (!existsSync(file)) writeFileSync(file, `${newCheckpointKey(name)}\n`, { mode: 0o600 })
  return file
}

/** A random secret that survives restarts, readable only by its owner. */
export function keptSecret(data: string, name: string): string {
  const file = join(data, name)
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

const fullAt = 5_000_000

/** Appends lines to logs/<name>.log. A full file is renamed to .old. */
export function logFile(data: string, name: string): (line: string) => void {
  const file = join(data, 'logs', `${name}.log`)
  if (existsSync(file) && statSync(file).size > fullAt) renameSync(file, `${file}.old`)
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  stream.on('error', () => undefined)
  return (line) => stream.write(`${line}\n`)
}
