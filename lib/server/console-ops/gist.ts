import { digitsOf, readJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import { operationIdOf } from '@/lib/ops/derived-access'

/** Most values, and most characters of each. */
const MOST = 4
const LONGEST = 40

const isNaming = (name: string) => /(name|id|address|block)$/i.test(name)

/**
 * Some values of a body, to tell calls of one operation apart: `vpcId: vpc-1, region: EU_WEST_1`. First what names something,
 * without what the path says too. Empty for an operation with a description, whose summary says more.
 */
export function gistOf(op: string, input: Readonly<Record<string, unknown>>): string {
  if (operationIdOf(op) === undefined || typeof input.body !== 'string') return ''
  const inPath = new Set(Object.values(input))
  const values = [...valuesIn(readJson(input.body))].filter(([, value]) => !inPath.has(value))
  const naming = values.filter(([name]) => isNaming(name))
  const rest = values.filter(([name]) => !isNaming(name))
  const all = [...naming, ...rest].map(([name, value]) => {
    const short = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value
    return name ? `${name}: ${short}` : short
  })
  return `${all.slice(0, MOST).join(', ')}${all.length > MOST ? ', …' : ''}`
}

function* valuesIn(value: unknown, name = ''): Generator<[name: string, value: string]> {
  if (Array.isArray(value)) for (const one of value) yield* valuesIn(one, name)
  else if (isObject(value))
    for (const [key, one] of Object.entries(value)) yield* valuesIn(one, key)
  else if (value !== null && value !== undefined) yield [name, digitsOf(value) ?? String(value)]
}
