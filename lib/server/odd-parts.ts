import { z } from 'zod'

type Path = ReadonlyArray<string | number>
/** A part of an answer that does not match the output schema, with its path: `results.3.paused`. */
export type OddPart = { path: string; value: unknown }
export type Readable = {
  data: unknown
  /** Rows that were removed, as Atlas sent them. */
  oddRows: unknown[]
  /** Parts that were removed from `data`, as Atlas sent them. */
  oddParts: OddPart[]
}

/**
 * An answer as its output schema reads it; undefined when it does not match. An object with fields of which none is known is
 * something else, such as the message of a proxy: where all fields are optional, it would pass as one with everything off.
 */
export function readAs<O extends z.ZodType>(
  output: O,
  body: unknown,
): { data: z.output<O> } | undefined {
  const read = output.safeParse(body)
  return read.success && !isForeign(output, body) ? { data: read.data } : undefined
}

function isForeign(output: z.ZodType, body: unknown): boolean {
  if (!(output instanceof z.ZodObject)) return false
  const names = Object.keys(Object(body))
  return names.length > 0 && !names.some((name) => name === 'links' || name in output.shape)
}

/** Each round removes a part, or the object around it if the part is required. No schema is nested deeper. */
const MOST_ROUNDS = 12

/**
 * An answer without the parts that do not match the output schema. An optional field becomes null, and an element is
 * removed from its list. An object that requires the part is removed with it. Undefined when everything matches, or
 * nothing.
 */
export function withoutOddParts(output: z.ZodType, body: unknown): Readable | undefined {
  const cuts = new Cuts(body)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const read = output.safeParse(cuts.rest())
    if (read.success) return cuts.isEmpty ? undefined : { data: read.data, ...cuts.parts() }
    // Computed once per list: one list may have thousands of issues.
    const left = new Map<string, number[]>()
    const paths = read.error.issues.map(({ path }) => cuts.inBody(path as Path, left))
    if (!paths.every((path) => cuts.add(path))) return undefined
  }
  return undefined
}

type Cut = { path: Path; isElement: boolean }

/** The paths that are removed from a body. */
class Cuts {
  readonly #body: unknown
  readonly #cuts = new Map<string, Cut>()

  constructor(body: unknown) {
    this.#body = body
  }

  get isEmpty(): boolean {
    return this.#cuts.size === 0
  }

  /** Removes the smallest part around a path that is not removed yet; false when that is the whole body. */
  add(path: Path): boolean {
    for (let at = path; at.length > 0; at = at.slice(0, -1)) {
      const holder = valueAt(this.#body, at.slice(0, -1))
      const isElement = Array.isArray(holder)
      if (this.#cuts.has(keyOf(at))) {
        // A removed element is done. A removed field that still does not match is required.
        if (isElement) return true
        continue
      }
      if (!isElement && (valueAt(this.#body, at) ?? null) === null) continue
      this.#cuts.set(keyOf(at), { path: at, isElement })
      return true
    }
    return false
  }

  /** The body without the removed parts. */
  rest(): unknown {
    return this.isEmpty ? this.#body : this.#without(this.#body, [])
  }

  #without(value: unknown, path: Path): unknown {
    if (Array.isArray(value))
      return value.flatMap((one, i) =>
        this.#cuts.has(keyOf([...path, i])) ? [] : [this.#without(one, [...path, i])],
      )
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        this.#cuts.has(keyOf([...path, name])) ? null : this.#without(one, [...path, name]),
      ]),
    )
  }

  /** The path in the body for a path in what is left of it. */
  inBody(path: Path, left: Map<string, number[]>): Path {
    const at: Array<string | number> = []
    for (const step of path) {
      if (typeof step === 'number') {
        const key = keyOf(at)
        const indexes = left.get(key) ?? this.#left(at)
        left.set(key, indexes)
        at.push(indexes[step] ?? step)
      } else at.push(step)
    }
    return at
  }

  /** The indexes, in the body, of a list's remaining elements. */
  #left(path: Path): number[] {
    const list = valueAt(this.#body, path)
    return Array.isArray(list)
      ? [...list.keys()].filter((i) => !this.#cuts.has(keyOf([...path, i])))
      : []
  }

  parts(): Omit<Readable, 'data'> {
    const outermost = [...this.#cuts.values()].filter(
      ({ path }) => !path.some((_, i) => this.#cuts.has(keyOf(path.slice(0, i)))),
    )
    const all = outermost
      .sort((a, b) => inOrder(a.path, b.path))
      .map(({ path, isElement }) => ({
        path,
        isRow: isElement && (path.length === 1 || (path.length === 2 && path[0] === 'results')),
        value: valueAt(this.#body, path),
      }))
    return {
      oddRows: all.filter((one) => one.isRow).map(({ value }) => value),
      oddParts: all
        .filter((one) => !one.isRow)
        .map(({ path, value }) => ({ path: path.join('.'), value })),
    }
  }
}

const keyOf = (path: Path) => JSON.stringify(path)

function inOrder(a: Path, b: Path): number {
  const i = a.findIndex((step, at) => step !== b[at])
  const [x, y] = [a[i] ?? '', b[i] ?? '']
  return typeof x === 'number' && typeof y === 'number' ? x - y : x < y ? -1 : 1
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}
