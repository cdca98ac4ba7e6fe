import type { Environment } from '@/lib/ops/environment'

type Scalar = string | number | boolean | null

/** What an input field must be: one of some values, or a number within bounds. */
export type InputMatch =
  | readonly Scalar[]
  | { atLeast?: number | undefined; atMost?: number | undefined }

/** All given keys must match. A list matches if one of its elements does. */
export type Match = {
  op?: readonly string[] | undefined
  org?: readonly string[] | undefined
  project?: readonly string[] | undefined
  /** `key=value` of the project or cluster. */
  tag?: readonly string[] | undefined
  environment?: Environment | undefined
  grantType?: readonly string[] | undefined
  /** By path, such as `entries.address`. Arrays on the path match if one element does. */
  input?: Readonly<Record<string, InputMatch>> | undefined
  /** Groups of the requester. */
  requester?: readonly string[] | undefined
}

export type AskedPlace = {
  orgId: string
  /** Missing for operations on an organization. */
  groupId?: string | undefined
  tags: ReadonlyArray<{ key: string; value: string }>
  environment: Environment
}

/** What a request or a command is about. */
export type Asked = {
  op: string
  /** Every place that the input touches. A rule matches if it matches one of them. */
  places: readonly AskedPlace[]
  /** Undefined: not known yet, as in an incomplete form. */
  input: Readonly<Record<string, unknown>> | undefined
  /** The level of access in the input. */
  level?: string | undefined
  /** The groups of the person who asks. */
  groups: readonly string[]
}

/** Whether a rule's `match` fits. `unknown` is the answer to conditions on an input that is not known yet. */
export function matches(match: Match, asked: Asked, unknown = false): boolean {
  const { op, grantType, input, requester } = match
  return (
    isOne(op, asked.op) &&
    asked.places.some((place) => isAt(match, place)) &&
    (requester === undefined || requester.some((group) => asked.groups.includes(group))) &&
    (asked.input === undefined && (grantType ?? input) !== undefined
      ? unknown
      : isOne(grantType, asked.level) &&
        Object.entries(input ?? {}).every(([path, wanted]) =>
          valuesAt(asked.input, path.split('.')).some((value) => fits(wanted, value)),
        ))
  )
}

/** The keys of a `match` that do not fit. Empty if it fits. */
export function mismatches(match: Match, asked: Asked): string[] {
  if (matches(match, asked)) return []
  const keys = Object.entries(match).filter(([, value]) => value !== undefined)
  const failing = keys.filter(([key, value]) => !matches({ [key]: value }, asked))
  // Each fits in some place, but not all in one.
  return (failing.length > 0 ? failing : keys).map(([key]) => key)
}

const isOne = (list: readonly string[] | undefined, value: string | undefined) =>
  list === undefined || (value !== undefined && list.includes(value))

const isAt = ({ org, project, tag, environment }: Match, place: AskedPlace) =>
  isOne(org, place.orgId) &&
  isOne(project, place.groupId) &&
  (tag === undefined || place.tags.some(({ key, value }) => tag.includes(`${key}=${value}`))) &&
  (environment === undefined || environment === place.environment)

/** Whether a rule lists the values. */
export const isList = (wanted: InputMatch): wanted is readonly Scalar[] => Array.isArray(wanted)

/** Whether a value is what a rule wants. */
export function fits(wanted: InputMatch, value: unknown): boolean {
  if (isList(wanted)) return wanted.some((one) => one === value)
  const { atLeast = -Infinity, atMost = Infinity } = wanted
  return typeof value === 'number' && value >= atLeast && value <= atMost
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path))
  const [key, ...rest] = path
  if (key === undefined) return [value]
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return []
  return valuesAt(Object.entries(value).find(([name]) => name === key)?.[1], rest)
}
