import { digitsOf } from './json'
import { ShellBroken } from './mongosh-tokens'

/** What `NumberInt(5)`, `ISODate("…")`, `new Date("…")` and the like mean, as extended JSON. @throws ShellBroken */
export function typed(name: string, args: unknown[], isNew: boolean, from: number): unknown {
  const [first, second] = args
  const refuse = (why: string): never => {
    throw new ShellBroken(why, from)
  }
  const digits = (): string =>
    digitsOf(first) ??
    (typeof first === 'string' ? first.trim() : refuse(`${name} needs a number.`))
  const text = (): string =>
    typeof first === 'string' ? first : refuse(`${name} needs its value as a string here.`)
  const whole = (bits: bigint): string => {
    if (!/^-?\d+$/.test(digits())) return refuse(`${name} needs a whole number.`)
    const number = BigInt(digits())
    const most = 1n << (bits - 1n)
    return -most <= number && number < most
      ? String(number)
      : refuse(`${digits()} does not fit in ${bits} bits.`)
  }
  const real = (): string =>
    /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|Infinity|NaN)$/i.test(digits())
      ? digits()
      : refuse(`${name} needs a number.`)

  switch (name) {
    case 'NumberInt':
    case 'Int32':
      return Number(whole(32n))
    case 'NumberLong':
    case 'Long':
      return { $numberLong: whole(64n) }
    case 'NumberDecimal':
    case 'Decimal128':
      return { $numberDecimal: real() }
    case 'Double':
      return { $numberDouble: real() }
    case 'ObjectId':
    case 'ObjectID':
      return /^[\da-f]{24}$/i.test(text())
        ? { $oid: text() }
        : refuse('ObjectId needs 24 hexadecimal digits.')
    case 'UUID':
      return /^[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(text())
        ? { $uuid: text() }
        : refuse('UUID needs 32 hexadecimal digits.')
    case 'BinData':
    case 'HexData': {
      if (typeof second !== 'string') return refuse(`${name} needs a subtype and a string.`)
      const isHex = name === 'HexData'
      const isWhole = isHex ? /^(?:[\da-f]{2})*$/i : /^(?:[\w+/-]{4})*(?:[\w+/-]{2,3}={0,2})?$/
      if (!isWhole.test(second)) return refuse(`This is not ${isHex ? 'hexadecimal' : 'base64'}.`)
      if (!(Number(digits()) <= 255)) return refuse('A subtype is a number from 0 to 255.')
      const base64 = isHex ? base64Of(second) : second
      return { $binary: { base64, subType: Number(digits()).toString(16).padStart(2, '0') } }
    }
    case 'Timestamp':
      return typeof first === 'object' && first !== null
        ? { $timestamp: first }
        : { $timestamp: { t: Number(whole(33n)), i: Number(digitsOf(second) ?? 0) } }
    case 'MinKey':
      return { $minKey: 1 }
    case 'MaxKey':
      return { $maxKey: 1 }
    case 'RegExp':
      return regularExpression(text(), typeof second === 'string' ? second : '', from)
    case 'ISODate':
    case 'Date':
      return name === 'Date' && !isNew
        ? refuse('Date() is the current time. Write a fixed date.')
        : date(name, args, from)
    default:
      return refuse(`Gatehouse can’t rewrite ${name}(…). Write its value as JSON.`)
  }
}

/** Extended JSON wants the flags sorted. @throws ShellBroken for a flag that MongoDB does not have */
export function regularExpression(pattern: string, flags: string, from: number): unknown {
  const odd = /[^imsux]/.exec(flags)?.[0]
  if (odd) throw new ShellBroken(`MongoDB has no flag “${odd}” for regular expressions.`, from)
  return { $regularExpression: { pattern, options: [...flags].sort().join('') } }
}

const base64Of = (hex: string) =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))))

const dateText = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

function date(name: string, [first, ...more]: unknown[], from: number): unknown {
  if (more.length > 0) throw new ShellBroken('Write the date as 2025-01-31T10:00:00Z.', from)
  const millis = digitsOf(first)
  if (millis !== undefined && /^-?\d+$/.test(millis)) return { $date: isoOf(Number(millis), from) }
  if (typeof first !== 'string')
    throw new ShellBroken(`${name}() is the current time. Write a fixed date.`, from)
  const found = dateText.exec(first)
  if (!found) throw new ShellBroken('Write the date as 2025-01-31T10:00:00Z.', from)
  // JavaScript takes 30 February as 2 March.
  const day = first.slice(0, 10)
  if (!isoOf(Date.parse(day), from).startsWith(day))
    throw new ShellBroken('This date doesn’t exist.', from)
  // JavaScript reads a time without a zone as local, mongosh's ISODate as UTC.
  if (found[1] && !found[4] && name === 'Date')
    throw new ShellBroken('This time has no zone: add Z for UTC.', from)
  return { $date: isoOf(Date.parse(found[1] && !found[4] ? `${first}Z` : first), from) }
}

function isoOf(millis: number, from: number): string {
  const at = new Date(millis)
  if (Number.isNaN(at.getTime())) throw new ShellBroken('This date doesn’t exist.', from)
  return at.toISOString().replace('.000Z', 'Z')
}
