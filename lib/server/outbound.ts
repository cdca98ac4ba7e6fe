import { setGlobalProxyFromEnv } from 'node:http'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Makes Node's HTTP clients, which call the identity provider, use HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Calls to Atlas
 * have their own client (lib/atlas/proxy.ts). Returns a function that undoes it.
 */
export function sendThroughProxies(env: Env = process.env): () => void {
  const read = (name: string) => env[name.toLowerCase()] || env[name]
  const http = read('HTTP_PROXY')
  const https = read('HTTPS_PROXY') || http
  const direct = withSubdomains(read('NO_PROXY') ?? '')
  // An undefined value would become the string "undefined".
  return setGlobalProxyFromEnv({
    NODE_ENV: process.env.NODE_ENV,
    ...(http ? { HTTP_PROXY: http } : {}),
    ...(https ? { HTTPS_PROXY: https } : {}),
    ...(direct ? { NO_PROXY: direct } : {}),
  })
}

// Node matches a name exactly. lib/atlas/proxy.ts and most tools include subdomains.
const withSubdomains = (list: string): string =>
  list
    .split(/[\s,]+/)
    .filter(Boolean)
    .flatMap((entry) => (/^[a-z]/i.test(entry) ? [entry, `.${entry}`] : [entry]))
    .join(',')
