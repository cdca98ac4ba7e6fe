import { HIDDEN, type Op } from '@/lib/ops/define'

/** An answer without the texts that its operation hides: in their place stands a word, so that what is there can be told. */
export function withoutHidden({ hides }: Pick<Op, 'hides'>, body: unknown): unknown {
  return hides === undefined ? body : walked(body, new Set(hides))
}

function walked(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => walked(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      names.has(name) ? hidden(one) : walked(one, names),
    ]),
  )
}

/** Nothing stays nothing, a list keeps its length: both mean something. */
const hidden = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(hidden) : value === null || value === '' ? value : HIDDEN
