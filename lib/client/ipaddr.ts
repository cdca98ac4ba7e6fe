import type * as Ipaddr from 'ipaddr.js'
import { realIpaddr } from './ipaddr-real'
import { zodReady } from './zod'

/**
 * Replaces ipaddr.js in a page's first JavaScript (next.config.js). It loads together with zod, and the schemas of addresses
 * are what uses it most. Until then, rendering suspends, and React keeps the server's HTML.
 */
export default new Proxy({} as typeof Ipaddr, {
  get(_, name) {
    const real = realIpaddr()
    if (!real) throw zodReady()
    return Reflect.get(real, name)
  },
})
