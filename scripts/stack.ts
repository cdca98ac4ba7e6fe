/** The parts that a launcher starts: sandbox Atlas, sandbox identity provider, database, console. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { migrate } from '@/lib/server/migrate'
import type { InboxPlaces } from '@/sandbox/configuration'
import type { OnStop } from './command'
import { watchErasures } from './erasures'
import { type EmbeddedPostgres, startPostgres } from './postgres'
import type { Part, Supervisor } from './supervise'
import { ordinaryEnvironment } from './tool'

export type Sandbox = { atlas: string; issuer: string }
export type Inbox = InboxPlaces & { origin: string }

type SandboxOptions = {
  data: string
  ports: { atlas: number; idp: number }
  /** Origins of the consoles that people can sign in to. */
  consoles: readonly string[]
  logFor: (name: string) => (line: string) => void
}

const readyLine = z.looseObject({
  ready: z.union([z.string(), z.literal(true)]),
  origin: z.string().optional(),
  issuer: z.string().optional(),
  hookUrl: z.string().optional(),
  smtp: z.string().optional(),
  slackUrl: z.string().optional(),
})

/** Reads the line that a sandbox part prints when it listens; undefined for other lines. */
function parseReady(line: string): z.output<typeof readyLine> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return readyLine.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** A part of the sandbox. It prints a line of JSON when it is ready. */
function sandboxPart(
  name: string,
  { data, logFor }: Pick<SandboxOptions, 'data' | 'logFor'>,
  env: Part['env'],
): Part {
  mkdirSync(join(data, name), { recursive: true })
  return {
    name,
    file: `sandbox/${name.replace('sandbox-', '')}/main.ts`,
    env: ordinaryEnvironment(env),
    log: logFor(name),
    ready: { line: (line) => parseReady(line) !== undefined },
  }
}

/** Starts the sandbox's mailbox and receiver of webhooks. `secret` signs the webhooks. */
export async function startInbox(
  parts: Supervisor,
  options: Pick<SandboxOptions, 'data' | 'logFor'> & {
    ports: { inbox: number; smtp: number }
    secret: string
  },
): Promise<Inbox> {
  const line = await parts.start(
    sandboxPart('sandbox-inbox', options, {
      SANDBOX_INBOX_PORT: String(options.ports.inbox),
      SANDBOX_SMTP_PORT: String(options.ports.smtp),
      SANDBOX_HOOK_SECRETS: options.secret,
    }),
  )
  const { origin, hookUrl, smtp, slackUrl } = parseReady(line) ?? {}
  if (!origin || !hookUrl || !smtp || !slackUrl)
    throw new Error('The inbox did not print its addresses.')
  return { origin, hookUrl, smtp, slackUrl }
}

/** Starts the sandbox Atlas and the sandbox identity provider. */
export async function startSandbox(parts: Supervisor, options: SandboxOptions): Promise<Sandbox> {
  const { ports, data } = options
  const part = (name: string, env: Part['env']) => sandboxPart(name, options, env)
  const [atlasLine, idpLine] = await Promise.all([
    parts.start(
      part('sandbox-atlas', {
        SANDBOX_ATLAS_PORT: String(ports.atlas),
        SANDBOX_ATLAS_DATA: join(data, 'sandbox-atlas', 'world.json'),
        SANDBOX_SPEED: process.env.SANDBOX_SPEED,
      }),
    ),
    parts.start(
      part('sandbox-idp', {
        SANDBOX_IDP_PORT: String(ports.idp),
        SANDBOX_IDP_DATA: join(data, 'sandbox-idp'),
        SANDBOX_IDP_REDIRECTS: options.consoles.join(','),
        SANDBOX_IDP_VARIANT: process.env.SANDBOX_IDP_VARIANT,
        SANDBOX_IDP_GROUPS_CLAIM: process.env.SANDBOX_IDP_GROUPS_CLAIM,
      }),
    ),
  ])
  const atlas = parseReady(atlasLine)?.origin
  const issuer = parseReady(idpLine)?.issuer
  if (!atlas || !issuer) throw new Error('The sandbox did not print its address.')
  return { atlas, issuer }
}

/** Starts the sandbox bucket for checkpoints of the audit log on a free port. Returns its origin. */
export async function startBucket(
  parts: Supervisor,
  data: string,
  logFor: SandboxOptions['logFor'],
): Promise<string> {
  const line = await parts.start({
    name: 'sandbox-bucket',
    file: 'sandbox/bucket/main.ts',
    env: ordinaryEnvironment({
      SANDBOX_BUCKET_PORT: process.env.SANDBOX_BUCKET_PORT ?? '0',
      SANDBOX_BUCKET_DATA: join(data, 'sandbox-bucket'),
    }),
    log: logFor('sandbox-bucket'),
    ready: { line: (one) => parseReady(one) !== undefined },
  })
  const origin = parseReady(line)?.origin
  if (!origin) throw new Error('The sandbox bucket did not print its address.')
  return origin
}

/**
 * Starts the embedded PostgreSQL of a data folder and migrates its database. While it runs, postgres.json has its address for
 * `npm run audit:verify`.
 */
export async function startDatabase(
  data: string,
  say: (line: string) => void,
  onStop: OnStop,
): Promise<EmbeddedPostgres> {
  const wanted = process.env.POSTGRES_PORT
  const port = wanted ? Number(wanted) : undefined
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new Error(`POSTGRES_PORT is "${wanted}". Set it to a port number between 1 and 65535.`)
  }
  const database = await startPostgres({ folder: join(data, 'postgres'), port, say })
  onStop(database.stop)
  const address = join(data, 'postgres.json')
  onStop(() => rmSync(address, { force: true }))
  writeFileSync(address, JSON.stringify({ url: database.url }), { mode: 0o600 })
  await migrate(database.ownerUrl, database.url)
  watchErasures(database.ownerUrl, say, onStop)
  return database
}

/**
 * V8 sizes its heap by the memory of the machine: with 24 GB, new objects take 128 MB at once, and the old ones may grow to
 * four times what is in use before they are collected. The console's answers are garbage within seconds, so it collects
 * them sooner.
 */
const smallHeap = ['--max-semi-space-size=16', '--heap-growing-percent=50']

/**
 * A console as a part, ready when /api/ready answers 200. `server` is the module of a served copy. console.pid in the data
 * folder, or the file of its name, has its process id.
 */
export const consolePart = (options: {
  data: string
  server: string
  name?: string
  args?: string[]
  port: number
  host: string
  env: Part['env']
  log: (line: string) => void
}): Part => ({
  name: options.name ?? 'console',
  file: options.server,
  args: options.args,
  node: options.env.NODE_ENV === 'production' ? smallHeap : [],
  env: {
    ...options.env,
    // Absolute: the console runs in another folder.
    GATEHOUSE_DATA: resolve(options.data),
    PORT: String(options.port),
    HOSTNAME: options.host,
    // The console handles signals itself: it first records running calls and revokes Atlas's tokens.
    NEXT_MANUAL_SIG_HANDLE: 'true',
    // Longer than the 60 s for which load balancers keep an idle connection: with Node's 5 s, a request can meet a closed one.
    KEEP_ALIVE_TIMEOUT: process.env.KEEP_ALIVE_TIMEOUT ?? '75000',
    // `next dev` otherwise kills it after 100 ms, before the last checkpoint.
    NEXT_EXIT_TIMEOUT_MS: '2000',
  },
  log: options.log,
  started: (pid) =>
    writeFileSync(join(options.data, `${options.name ?? 'console'}.pid`), `${pid}\n`),
  ready: {
    url: `http://${options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host}:${options.port}/api/ready`,
  },
})
