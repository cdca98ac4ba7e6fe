import { isObject } from '@/lib/format/values'
import { HIDDEN } from './define'

/** What Atlas has now beside what it would have. */
export type Beside = {
  now: unknown
  next: unknown
  /** Top-level fields of now that a PUT does not send, so that Atlas may reset them. */
  omitted: readonly string[]
}

/** Fields that Atlas writes itself. They are part of a comparison only if the body has them too. */
const written =
  /^(links|_?id|(group|org|project)(Id|Name)?|href|created(At|By|Date)?|updated(At|By|Date)?|lastModified\w*|stateName|state|status|version)$/

/** A secret in a body. `now` has the placeholder too, and the two must not look equal. */
const NEW_SECRET = '(hidden, new)'

/**
 * What a PUT or PATCH with this body would change. `now` is Atlas's current answer, undefined for none, and both come from
 * `readJson` or `parseJson`, with secrets replaced by `HIDDEN`. A PATCH keeps the fields that it does not send; a PUT
 * replaces everything. A list in place of `{ results }` is compared with the rows.
 */
export function changesAgainst(now: unknown, body: unknown, method: string): Beside {
  if (Array.isArray(body)) return { now: rowsOf(now), next: marked(body), omitted: [] }
  if (!isObject(body)) return { now, next: body === undefined ? now : marked(body), omitted: [] }
  const before = isObject(now) ? withoutWritten(now, body) : {}
  const isKept = method === 'PATCH'
  return {
    now: now === undefined ? undefined : before,
    next: isKept ? patched(before, body) : arranged(before, body),
    omitted: isKept ? [] : Object.keys(before).filter((name) => !(name in body)),
  }
}

const rowsOf = (now: unknown) => (isObject(now) && Array.isArray(now.results) ? now.results : now)

const withoutWritten = (now: Record<string, unknown>, body: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(now).filter(([name]) => !written.test(name) || name in body))

/** What a PATCH leaves: objects are merged at any depth, everything else is replaced. */
function patched(now: unknown, body: unknown): unknown {
  if (!isObject(now) || !isObject(body)) return marked(body)
  return {
    ...now,
    ...Object.fromEntries(
      Object.entries(body).map(([name, value]) => [name, patched(now[name], value)]),
    ),
  }
}

/** The body with its names in the order of what Atlas has now, so that a line diff shows only changes. */
function arranged(now: unknown, body: unknown): unknown {
  if (!isObject(now) || !isObject(body)) return marked(body)
  const names = [...Object.keys(now).filter((name) => name in body), ...Object.keys(body)]
  return Object.fromEntries(names.map((name) => [name, arranged(now[name], body[name])]))
}

function marked(value: unknown): unknown {
  if (value === HIDDEN) return NEW_SECRET
  if (Array.isArray(value)) return value.map(marked)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, marked(one)]))
}
