import type * as Ipaddr from 'ipaddr.js'

let ipaddr: typeof Ipaddr | undefined

/** ipaddr.js itself; undefined until ipaddr-now.ts sets it. */
export const realIpaddr = () => ipaddr

/** Called only by ipaddr-now.ts. */
export const provide = (given: typeof Ipaddr): void => {
  ipaddr = given
}
