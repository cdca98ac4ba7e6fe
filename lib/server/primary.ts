import net from 'node:net'
import { Duplex } from 'node:stream'
import postgres from 'postgres'
import { inTime } from './in-time'

/** A URL that names several servers: what is before their names, the names, and what is after them. */
const SEVERAL = /^(\w+:\/\/(?:[^@/?]*@)?)([^/?]*,[^/?]*)(.*)$/
const ATTRIBUTES = /([?&])target_session_attrs=(?:primary|read-write)(&|$)/

/** How long a server may take to say whether it is the primary, in ms. */
const PATIENCE_MS = 5_000

type Server = { host: string; port: number; url: string }

/**
 * The URL and the socket of a pool that must stay on the primary, for a URL that names several servers. Any other URL is
 * returned as it is. postgres.js does not check a server if the connection before it ended during a query, so after a
 * restart of the primary it could stay on a standby.
 */
export function atPrimary(url: string): { url: string; socket?: () => Promise<Duplex> } {
  const [, start, names, end] = SEVERAL.exec(url) ?? []
  if (start === undefined || !names || end === undefined || !ATTRIBUTES.test(end)) return { url }
  const rest = end.replace(ATTRIBUTES, (_, before, after) => (after === '&' ? before : ''))
  const servers = names.split(',').map((name) => {
    const one = `${start}${name}${rest}`
    const { hostname, port } = new URL(one)
    return { url: one, host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 5432) }
  })
  let finding: Promise<Server | undefined> | undefined
  return {
    url: servers[0]!.url,
    async socket() {
      finding ??= primaryOf(servers).finally(() => {
        finding = undefined
      })
      const server = await finding
      if (!server) return refused()
      const { host, port } = server
      // postgres.js takes the name for TLS from the socket.
      return Object.assign(net.connect(port, host), { host, port })
    },
  }
}

/** The first server that says it is the primary. */
const primaryOf = (servers: readonly Server[]): Promise<Server | undefined> =>
  Promise.any(
    servers.map(async (server) => {
      if (await isStandby(server.url)) throw new Error('A standby')
      return server
    }),
  ).catch(() => undefined)

async function isStandby(url: string): Promise<boolean> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: PATIENCE_MS / 1000,
    fetch_types: false,
    onnotice: () => {},
  })
  try {
    const [row] = await inTime(
      sql<{ standby: boolean }[]>`select pg_is_in_recovery() as standby`,
      PATIENCE_MS,
    )
    return row?.standby !== false
  } finally {
    void sql.end({ timeout: 1 })
  }
}

/** A connection that fails at once. An error thrown instead would take its place in the pool for ever. */
const refused = (): Duplex =>
  new Duplex({
    read: () => {},
    write: (_chunk, _encoding, done) =>
      done(
        Object.assign(new Error('None of the PostgreSQL servers is the primary.'), {
          code: 'ECONNREFUSED',
        }),
      ),
  })
