// Plain JavaScript for Node 20: bootstrap.mjs uses it before anything is installed.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Field 22 of /proc/<pid>/stat: distinguishes a process from a later one with the same id. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0], ticks: fields[19] }
  } catch {
    return undefined
  }
}

/** Whether a process runs. A zombie does not. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return startOf(pid)?.state !== 'Z'
}

const read = (file) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** The running process that holds the lock file; undefined when there is none. */
export function holderOf(file) {
  const text = read(file)
  if (text === undefined) return undefined
  const [pid, ticks] = text.trim().split(' ')
  const alive = isAlive(Number(pid)) && (!ticks || startOf(Number(pid))?.ticks === ticks)
  return alive ? Number(pid) : undefined
}

/**
 * Takes the lock file for this process. Returns a function that releases it, or undefined when another running process
 * holds it. Replaces the lock of a process that died.
 */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${process.pid} ${startOf(process.pid)?.ticks ?? ''}\n`
  const draft = `${file}.${process.pid}.${process.hrtime.bigint()}`
  for (let attempt = 0; attempt < 3; attempt++) {
    writeFileSync(draft, mine, { mode: 0o600 })
    try {
      // Creating a link is atomic, so nobody reads a partial lock.
      linkSync(draft, file)
      return () => read(file) === mine && rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
    if (holderOf(file) !== undefined) return undefined
    takeAway(file)
  }
  return undefined
}

/** Removes a stale lock. Restores it if another process took it in the meantime. */
function takeAway(file) {
  const aside = `${file}.dead.${process.pid}.${process.hrtime.bigint()}`
  try {
    renameSync(file, aside)
    if (holderOf(aside) !== undefined) linkSync(aside, file)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Waits for the lock and takes it. Calls `onWait` once with the process that holds it. */
export async function lock(file, onWait = () => {}) {
  let told = false
  for (;;) {
    const release = tryLock(file)
    if (release) return release
    const holder = holderOf(file)
    if (!told && holder !== undefined) {
      told = true
      onWait(holder)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
