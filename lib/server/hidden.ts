import { HIDDEN, type Op } from '@/lib/ops/define'

/** An answer with a placeholder for each text that its operation hides. */
export function withoutHidden({ hiddenFields }: Pick<Op, 'hiddenFields'>, body: unknown): unknown {
  return hiddenFields === undefined ? body : walked(body, new Set(hiddenFields))
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

/** Keeps null, empty texts and the length of lists, because they mean something. */
const hidden = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(hidden) : value === null || value === '' ? value : HIDDEN
