/** Loads ipaddr.js with the page that imports this, for pages that compare addresses while they render. */
import ipaddr from 'ipaddr.js/lib/ipaddr.js'
import { provide } from './ipaddr-real'

provide(ipaddr)
