// The file of the package, which next.config.js does not replace.
declare module 'ipaddr.js/lib/ipaddr.js' {
  import ipaddr from 'ipaddr.js'
  export default ipaddr
}
