import { isObject } from '@/lib/format/values'
import type { Command } from '@/lib/ops/define'

type Input = Record<string, unknown>

// No text of a client contains it: paths, queries and JSON with it are refused.
const mark = (name: string) => `\u0000${name}`

/** The fields of an input by the names that `path` or `query` of a description sends them under. */
export function renamed(op: Command, part: 'path' | 'query', sent: Record<string, string>): Input {
  const made = attempt(() => op[part]?.(marked(op, {})))
  if (!isObject(made)) return sent
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => {
      const field = Object.keys(op.input.shape).find((one) => made[name] === mark(one))
      return [field ?? name, value]
    }),
  )
}

/**
 * The fields of an input that a body shows: those of the same name, and those that the description's `body` puts
 * elsewhere.
 */
export function fieldsIn(op: Command, known: Input, body: unknown): Input {
  const names = Object.keys(op.input.shape)
  const same = isObject(body)
    ? Object.fromEntries(names.flatMap((name) => (name in body ? [[name, body[name]]] : [])))
    : {}
  const made = attempt(() => op.body?.(marked(op, { ...same, ...known }), new Date()))
  return { ...Object.fromEntries(found(made, body)), ...same }
}

/** An input with the known fields, and a mark in each other one. */
const marked = (op: Command, known: Input): Input => ({
  ...Object.fromEntries(Object.keys(op.input.shape).map((name) => [name, mark(name)])),
  ...known,
})

/** What the body has where a mark is, by the field of the mark. */
function found(made: unknown, body: unknown): Array<[string, unknown]> {
  if (typeof made === 'string')
    return made.startsWith('\u0000') && body !== undefined ? [[made.slice(1), body]] : []
  if (Array.isArray(made))
    return Array.isArray(body) ? made.flatMap((one, i) => found(one, body[i])) : []
  return isObject(made) && isObject(body)
    ? Object.entries(made).flatMap(([name, one]) => found(one, body[name]))
    : []
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    // The description computes with the value, so the mark says nothing.
    return undefined
  }
}
