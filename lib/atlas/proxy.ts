import { Agent, type Dispatcher, ProxyAgent } from 'undici'

type Env = Readonly<Record<string, string | undefined>>

/** How an address is reached: `shown` names the proxy without its password. */
export type Route = { proxy?: URL; shown?: string }

const ports: Record<string, string> = { 'http:': '80', 'https:': '443' }

/**
 * The way to an address by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or their lower-case names, which come first.
 * @throws Error with a sentence when the proxy's own address can't be read
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

/** NO_PROXY: names with their subdomains, each with a port or for all ports; `*` for everything. */
function isDirect(hostname: string, port: string | undefined, list = ''): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true
      const [, name = entry, only] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
      const host = name.replace(/^\*?\./, '')
      return (!only || only === port) && (hostname === host || hostname.endsWith(`.${host}`))
    })
}

function proxyAt(text: string, variable: string): URL {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new Error(`environment: ${variable}: write the proxy as http://host:port.`)
  return url
}

/** Sends to an address: directly, or through the proxy that the environment names for it. */
export function dispatcherTo(address: string, options: Agent.Options = {}): Dispatcher {
  const { proxy } = routeTo(address)
  return proxy
    ? new ProxyAgent({ ...options, uri: proxy.href, proxyTunnel: address.startsWith('https:') })
    : new Agent(options)
}
