import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici'

type Env = Readonly<Record<string, string | undefined>>

/** The proxy for an address, if any. `shown` names it without its password. */
export type Route = { proxy?: URL; shown?: string }

const ports: Record<string, string> = { 'http:': '80', 'https:': '443' }

/**
 * The route to an address by HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Lower-case names take precedence.
 * @throws Error for an invalid proxy address
 */
export function routeTo(address: string, env: Env = process.env): Route {
  const { protocol, hostname, port } = new URL(address)
  const read = (name: string) => env[name.toLowerCase()] || env[name]
  const names = protocol === 'https:' ? ['HTTPS_PROXY', 'HTTP_PROXY'] : ['HTTP_PROXY']
  const name = names.find((one) => read(one))
  if (!name || isDirect(hostname, port || ports[protocol], read('NO_PROXY'))) return {}
  const proxy = proxyAt(read(name) ?? '', name)
  return { proxy, shown: `${proxy.protocol}//${proxy.host}` }
}

const entriesOf = (list: string) =>
  list
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)

/** A name or address of NO_PROXY, without its port. */
function partsOf(entry: string): { name: string; port: string | undefined } {
  const [, named, port] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? []
  return { name: bare(named ?? entry), port }
}

/**
 * Whether NO_PROXY lists a host: by name or parent domain, IP address or CIDR block, with or without a port; `*`, also
 * within a name or address; or `<local>`, any name without a dot.
 */
function isDirect(hostname: string, port: string | undefined, list = ''): boolean {
  const host = bare(hostname)
  return entriesOf(list).some((entry) => {
    const { name, port: only } = partsOf(entry)
    if (only && only !== port) return false
    const domain = name.replace(/^\*?\./, '')
    if (domain.includes('*')) return isLike(host, domain)
    if (isIP(host)) return isWithin(host, name)
    if (name === '<local>') return !host.includes('.')
    return host === domain || host.endsWith(`.${domain}`)
  })
}

const isLike = (host: string, pattern: string) =>
  new RegExp(`^${pattern.replace(/[^\w*-]/g, '\\$&').replace(/\*+/g, '.*')}$`).test(host)

/** The entries of NO_PROXY that can match no host, such as a URL or a range of addresses. */
export function unusedExceptions(env: Env = process.env): string[] {
  return entriesOf(env.no_proxy || env.NO_PROXY || '').filter((entry) => {
    const { name } = partsOf(entry)
    return !(
      name === '<local>' ||
      /^[\w.*-]*[a-z_*][\w.*-]*$/.test(name) ||
      isWithin(name.split('/', 1)[0] ?? '', name)
    )
  })
}

/** Without the brackets of an IPv6 address, and the dot that ends an absolute name. */
const bare = (name: string) => name.replace(/^\[|\]$|\.$/g, '')

/** Whether an IP address is another one, in any spelling, or in a CIDR block. */
function isWithin(address: string, text: string): boolean {
  const [network = '', bits] = text.split('/')
  const family = (ip: string) => (isIP(ip) === 6 ? 'ipv6' : 'ipv4')
  const most = isIP(network) === 6 ? 128 : 32
  const prefix = bits === undefined ? most : Number(bits)
  if (!isIP(network) || !Number.isInteger(prefix) || prefix < 0 || prefix > most) return false
  const block = new BlockList()
  block.addSubnet(network, prefix, family(network))
  return block.check(address, family(address))
}

/** A proxy as it is written in a variable of the environment. @throws Error that names the variable */
export function proxyAt(text: string, variable: string): URL {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  const isWhole = url && ['http:', 'https:'].includes(url.protocol)
  // In DOMAIN\user, what follows the backslash would be a path.
  if (!isWhole || url.pathname + url.search + url.hash !== '/')
    throw new Error(`environment: ${variable}: write the proxy as http://host:port.`)
  if (!isEncoded(url.username) || !isEncoded(url.password))
    throw new Error(`environment: ${variable}: write % in the user or password as %25.`)
  return url
}

function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined
  } catch {
    return false
  }
}

/** The Proxy-Authorization header for the credential in a proxy's address; also for a user without a password. */
function tokenFor({ username, password }: URL): { token?: string } {
  if (!username) return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { token: `Basic ${Buffer.from(pair).toString('base64')}` }
}

const TUNNEL_MS = 5_000

/**
 * The connections to a proxy. Opening one fails when the proxy closes it: undici itself would connect again without a pause,
 * for ever.
 */
function tunnelPool(proxy: URL, options: object): Pool {
  const pool = new Pool(proxy, { ...options, headersTimeout: TUNNEL_MS })
  const open = pool.connect.bind(pool)
  return Object.assign(pool, {
    connect: (to: Parameters<typeof open>[0]) =>
      open(to).catch((cause: Error) => {
        throw new Error(`The proxy opened no connection: ${cause.message}`, { cause })
      }),
  })
}

/** How Node's own client reaches an address: direct, or through the proxy from the environment. */
export function agentTo(address: string): HttpAgent {
  const proxy = routeTo(address).proxy?.href
  const through = proxy ? { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } : {}
  const proxyEnv = { NODE_ENV: process.env.NODE_ENV, ...through }
  return address.startsWith('https:') ? new HttpsAgent({ proxyEnv }) : new HttpAgent({ proxyEnv })
}

/** A dispatcher for an address: direct, or through the proxy from the environment. */
export function dispatcherTo(address: string, options: Agent.Options = {}): Dispatcher {
  const { proxy } = routeTo(address)
  return proxy
    ? new ProxyAgent({
        ...options,
        ...tokenFor(proxy),
        clientFactory: tunnelPool,
        uri: proxy.href,
        proxyTunnel: address.startsWith('https:'),
      })
    : new Agent(options)
}
