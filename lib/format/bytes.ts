const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const
const DECIMAL = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const

/**
 * A size as people write it in whole bytes, as digits: `2 TiB` (powers of 1024), `500 GB` (powers of 1000) or `1234`.
 * Undefined for anything else, also for a part of a byte.
 */
export function parseBytes(text: string): string | undefined {
  const [, whole = '', part = '', unit = 'B'] =
    /^\s*(\d{1,19})(?:\.(\d{1,12}))?\s*([a-zA-Z]+)?\s*$/.exec(text) ?? []
  if (!whole) return undefined
  const named = (units: readonly string[]) =>
    units.findIndex((one) => one.toLowerCase() === unit.toLowerCase())
  const [binary, decimal] = [named(UNITS), named(DECIMAL)]
  if (binary < 0 && decimal < 0) return undefined
  const size = binary >= 0 ? 1024n ** BigInt(binary) : 1000n ** BigInt(decimal)
  const scale = 10n ** BigInt(part.length)
  const scaled = BigInt(whole + part) * size
  return scaled % scale === 0n ? String(scaled / scale) : undefined
}

/** Bytes in the largest binary unit, with at most two decimals: `2 TiB`, `36.8 TiB`. */
export function bytesInWords(digits: string): string {
  const bytes = BigInt(digits)
  const at = UNITS.findLastIndex((_, i) => bytes >= 1024n ** BigInt(i))
  if (at <= 0) return `${bytes} B`
  const hundredths = (bytes * 100n) / 1024n ** BigInt(at)
  return `${Number(hundredths) / 100} ${UNITS[at]}`
}

/** `2,199,023,255,552 bytes` */
export const exactBytes = (digits: string): string =>
  `${BigInt(digits).toLocaleString('en')} ${digits === '1' ? 'byte' : 'bytes'}`
