import { plain } from '@/lib/format/json'
import { callOf, isObject, othersOf, type Pasted, pretty, readPasted, textIn } from './pasted'
import { streamTiers } from './stream-shapes'

/** The parts of a processor for its form; `left` names the parts that the form does not have. */
export type ProcessorFile = {
  pipeline: string
  name?: string
  dlq?: { connectionName: string; db: string; coll: string }
  tier?: string
  failoverEnabled?: boolean
  left: string[]
}

/**
 * A whole processor in pasted text: a file, an API response, or `sp.createStreamProcessor(…)`. Undefined for a bare
 * pipeline.
 */
export function processorIn(pasted: Pasted): ProcessorFile | undefined {
  const { value, calls, left, isShell } = pasted
  const found = callOf(pasted, ['createStreamProcessor', 'process', 'modify'])
  if (found) {
    const { args, rest } = found
    const isNamed = found.call.at(-1)?.name === 'createStreamProcessor'
    const [name, pipeline, given, ...more] = isNamed ? args : [undefined, ...args]
    const options = given ?? {}
    if (!Array.isArray(pipeline) || !isObject(options)) return undefined
    const { tier, failoverEnabled, ...others } = options
    const made = fileOf({ name, pipeline, options: others, tier, failoverEnabled })
    const extra = more.length > 0 ? ['more arguments'] : []
    return made && { ...made, left: [...left, ...rest, ...extra, ...made.left] }
  }
  const rest = calls.map((steps) => `${steps.map(({ name }) => name).join('.')}(…)`)
  const one = onlyOne(value)
  const made = isObject(one) ? fileOf(one) : undefined
  if (made) return { ...made, left: [...left, ...rest, ...made.left] }
  return isShell && Array.isArray(value)
    ? { pipeline: pretty(value), left: [...left, ...rest] }
    : undefined
}

/** The only processor in a list or in an API response. */
function onlyOne(value: unknown): unknown {
  const list = isObject(value) && Array.isArray(value.results) ? value.results : value
  return Array.isArray(list) && list.length === 1 ? list[0] : value
}

function fileOf(file: Record<string, unknown>): ProcessorFile | undefined {
  const { name, tier, failoverEnabled } = file
  const pipeline = typeof file.pipeline === 'string' ? stagesIn(file.pipeline) : file.pipeline
  if (!Array.isArray(pipeline)) return undefined
  const options = isObject(file.options) ? file.options : {}
  const queue = options.dlq ?? file.dlq
  const dlq = queueOf(queue)
  const known = streamTiers.find((one) => one === tier)
  return {
    pipeline: pretty(pipeline),
    ...(textIn(name) === undefined ? {} : { name: textIn(name) }),
    ...(dlq ? { dlq } : {}),
    ...(known ? { tier: known } : {}),
    ...(typeof failoverEnabled === 'boolean' ? { failoverEnabled } : {}),
    left: [
      ...othersOf(file, ['name', 'pipeline', 'options', 'dlq', 'tier', 'failoverEnabled']),
      ...(file.options === undefined || isObject(file.options) ? [] : ['options']),
      ...othersOf(options, ['dlq'], 'options.'),
      ...(isGiven(queue) && !dlq ? ['dlq'] : []),
      ...(isObject(queue)
        ? othersOf(queue, ['connectionName', 'db', 'coll', 'links'], 'dlq.')
        : []),
      ...(isGiven(tier) && !known ? ['tier'] : []),
      ...(isGiven(failoverEnabled) && typeof failoverEnabled !== 'boolean'
        ? ['failoverEnabled']
        : []),
      ...(isGiven(name) && textIn(name) === undefined ? ['name'] : []),
    ],
  }
}

/** Terraform stores a pipeline as text. */
function stagesIn(text: string): unknown {
  const read = readPasted(String(plain(text)))
  return read && 'value' in read ? read.value : undefined
}

const isGiven = (value: unknown) => value !== undefined && value !== null

function queueOf(value: unknown): ProcessorFile['dlq'] {
  if (!isObject(value)) return undefined
  const [connectionName, db, coll] = [value.connectionName, value.db, value.coll].map(textIn)
  return connectionName && db && coll ? { connectionName, db, coll } : undefined
}
