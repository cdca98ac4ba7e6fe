/** Creates, finds, starts and ends the PostgreSQL server with the package's programs. */
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './lock.mjs'
import { giveTo, type Place } from './postgres-place'

export type Server = {
  pid: number
  port: number
  /** Resolves when the process ends, for any reason. */
  ended: Promise<void>
}

/** Creates an empty cluster. It gets its name only when it is complete. */
export async function initialise(place: Place, password: string, durable: boolean): Promise<void> {
  const draft = join(place.folder, `cluster.${process.pid}`)
  const passwordFolder = join(place.folder, `password.${process.pid}`)
  giveTo(place.as, draft)
  giveTo(place.as, passwordFolder)
  const passwordFile = join(passwordFolder, 'superuser')
  writeFileSync(passwordFile, password, { mode: 0o444 })
  try {
    await run(place, 'initdb', [
      `--pgdata=${draft}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same sort order and case rules on every machine.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ])
    renameSync(draft, join(place.folder, 'cluster'))
  } finally {
    rmSync(draft, { recursive: true, force: true })
    rmSync(passwordFolder, { recursive: true, force: true })
  }
}

function run(place: Place, program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(place.native, 'bin', program), args, {
      ...place.as,
      cwd: '/',
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaint = ''
    child.stderr.on('data', (chunk) => {
      complaint += chunk
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${program} failed: ${complaint.trim() || `exit ${code}`}`)),
    )
  })
}

/** For a database of minutes: nothing survives a crash, and nothing is tidied up. */
const passing = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: 'off',
  io_method: 'sync',
  // Each connection computes them.
  scram_iterations: 1,
  jit: 'off',
}

/**
 * Starts the server and waits until it accepts connections. It has its own process group, so that Ctrl-C reaches only the
 * launcher, which ends it last.
 * @throws Error with the last lines of its log when it does not start
 */
export async function launch(place: Place, port: number, durable: boolean): Promise<Server> {
  const cluster = join(place.folder, 'cluster')
  const logFile = join(place.folder, 'server.log')
  // A pipe would break when the launcher is killed and the server continues.
  const log = openSync(logFile, 'w', 0o600)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : passing),
  }
  const child = spawn(
    join(place.native, 'bin', 'postgres'),
    [
      '-D',
      cluster,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    { ...place.as, cwd: '/', detached: true, env: environment(), stdio: ['ignore', log, log] },
  )
  closeSync(log)
  let over = false
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true
      resolve()
    }
    child.on('exit', end)
    child.on('error', end)
  })
  for (const patience = Date.now() + 60_000; !over && Date.now() < patience; await sleep(15)) {
    const found = postmasterOf(cluster)
    if (child.pid && found?.pid === child.pid && found.status === 'ready') {
      return { pid: child.pid, port, ended }
    }
  }
  if (child.pid && !over) process.kill(child.pid, 'SIGQUIT')
  if (!over) throw new Error('PostgreSQL did not become ready within 60 s.')
  const complaint = readFileSync(logFile, 'utf8')
  if (complaint.includes('Address already in use')) {
    throw new Error(`Port ${port} is in use. Set POSTGRES_PORT to another one.`)
  }
  const tail = complaint.trim().split('\n').slice(-4).join(' / ')
  throw new Error(`PostgreSQL did not start on port ${port}: ${tail || 'no output'}`)
}

/** The server that runs on this cluster, once it has started; undefined when there is none. */
export async function liveServer(cluster: string): Promise<Server | undefined> {
  for (const patience = Date.now() + 30_000; Date.now() < patience; await sleep(50)) {
    const found = postmasterOf(cluster)
    if (!found || !isPostmaster(found.pid, cluster)) return undefined
    if (found.status === 'ready')
      return { pid: found.pid, port: found.port, ended: watch(found.pid) }
  }
  throw new Error(`A PostgreSQL on ${cluster} neither starts nor ends. See server.log next to it.`)
}

/** A server from an earlier launcher is not a child process, so its end must be polled. */
async function watch(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(250, undefined, { ref: false })
}

/** Ends the server by a signal, and by stronger ones after 4 s and 6 s. */
export async function waitForEnd(server: Server, signal: NodeJS.Signals): Promise<void> {
  const steps: Array<[NodeJS.Signals, number]> = [
    [signal, 4_000],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 1_000],
  ]
  for (const [step, patience] of steps) {
    if (!isAlive(server.pid)) return
    process.kill(server.pid, step)
    const until = Date.now() + patience
    while (isAlive(server.pid) && Date.now() < until) await sleep(20)
  }
}

/** Reads postmaster.pid. Its lines are process, folder, start, port, …, and last the status. */
function postmasterOf(cluster: string): { pid: number; port: number; status: string } | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' }
  } catch {
    return undefined
  }
}

/** A stale postmaster.pid may name an unrelated process. */
function isPostmaster(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  const commandLine = `/proc/${pid}/cmdline`
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').split('\0').includes(cluster)
}

/** Nothing of this process's environment, which may have PG* variables of another database, and secrets. */
const environment = () =>
  ({ PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', NODE_ENV: 'production' }) as const
