import { setGlobalProxyFromEnv } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { proxyAt } from '@/lib/atlas/proxy'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Makes Node's HTTP clients, which call the identity provider, use HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Calls to Atlas
 * have their own client (lib/atlas/proxy.ts). Returns a function that undoes it.
 */
export function sendThroughProxies(env: Env = process.env): () => void {
  const read = (name: string) => env[name.toLowerCase()] || env[name]
  const http = addressIn('HTTP_PROXY', read('HTTP_PROXY'))
  const https = addressIn('HTTPS_PROXY', read('HTTPS_PROXY')) ?? http
  const direct = asNodeReads(read('NO_PROXY') ?? '')
  // An undefined value would become the string "undefined".
  return setGlobalProxyFromEnv({
    NODE_ENV: process.env.NODE_ENV,
    ...(http ? { HTTP_PROXY: http } : {}),
    ...(https ? { HTTPS_PROXY: https } : {}),
    ...(direct ? { NO_PROXY: direct } : {}),
  })
}

/** Node itself accepts no proxy without `http://`. An invalid one is reported with the configuration. */
function addressIn(variable: string, text: string | undefined): string | undefined {
  try {
    return text && proxyAt(text, variable).href.replace(/\/$/, '')
  } catch {
    return undefined
  }
}

// Node matches a name exactly, and a block of addresses only as `first-last`. lib/atlas/proxy.ts and most tools include
// subdomains and know CIDR blocks.
const asNodeReads = (list: string): string =>
  list
    .split(/[\s,]+/)
    .filter(Boolean)
    .flatMap((entry) => {
      if (/^[a-z][^:]*(?::\d+)?$/i.test(entry)) return [entry, `.${entry}`]
      if (isIP(entry) === 6) return [entry, `[${entry}]`]
      return entry.includes('/') ? rangeOf(entry) : [entry]
    })
    .join(',')

function rangeOf(block: string): string[] {
  if (!ipaddr.IPv4.isValidCIDR(block)) return []
  const first = ipaddr.IPv4.networkAddressFromCIDR(block)
  return [`${first}-${ipaddr.IPv4.broadcastAddressFromCIDR(block)}`]
}
