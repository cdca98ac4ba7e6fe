import ipaddr from 'ipaddr.js'

/** `203.0.113.7` → `203.0.113.7/32`; IPv6 in its short form; undefined when it is neither an address nor a CIDR block. */
export function canonical(text: string): string | undefined {
  const [address, bits, ...rest] = text.trim().split('/')
  if (!address || rest.length || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined
  const isFour = ipaddr.IPv4.isValidFourPartDecimal(address)
  if (!isFour && !(address.includes(':') && ipaddr.IPv6.isValid(address))) return undefined
  const most = isFour ? 32 : 128
  const length = bits === undefined ? most : Number(bits)
  return length > most ? undefined : `${ipaddr.parse(address).toString()}/${length}`
}

/** The address of a block with exactly one. */
export function singleOf(cidrBlock: string): string | undefined {
  const [address, bits] = cidrBlock.split('/')
  return bits === (address?.includes(':') ? '128' : '32') ? address : undefined
}
