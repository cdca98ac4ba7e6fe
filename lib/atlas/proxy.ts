import { Agent, type Dispatcher, ProxyAgent } from 'undici'

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

/** Whether NO_PROXY lists a host: by name or parent domain, with or without a port, or `*`. */
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

/** A dispatcher for an address: direct, or through the proxy from the environment. */
export function dispatcherTo(address: string, options: Agent.Options = {}): Dispatcher {
  const { proxy } = routeTo(address)
  return proxy
    ? new ProxyAgent({ ...options, uri: proxy.href, proxyTunnel: address.startsWith('https:') })
    : new Agent(options)
}
