import { z } from 'zod'
import type { Found } from '@/lib/fleet/check'
import { checksOf, partsOf } from '@/lib/fleet/checks'
import type { At, Part, Source } from '@/lib/fleet/source'
import { storable, storableIn } from '@/lib/format/storable'
import { millis } from '@/lib/format/time'
import { eventNames } from '@/lib/ops/own-credential'
import { configuration } from '../configuration'
import { readAs, withoutOddParts } from '../odd-parts'

type Row = Omit<Found, 'since' | 'opened'> & {
  check: string
  since: string | null
  opened: Record<string, string | boolean | null> | null
}

/** What the checks say about one answer. */
export type Evaluated = {
  found: Row[]
  /** By check: true where it does not apply, or a sentence about what could not be told. */
  notes: Record<string, string | true>
  /** The parts that other sources read, by their id. */
  parts: Map<string, Part[]>
  isMoving: boolean
  /** The answer is an empty list. */
  isEmpty: boolean
  /** What the answer says about other readings, by project. */
  signals: Record<string, Record<string, string>>
}

/** Characters of a text that a finding keeps. */
const LONGEST = 300
const LONGEST_OPENED = 20_000

/**
 * Runs every check of a source on an answer of Atlas, which can have any shape. A part that can't be read does not affect
 * the rest. Undefined: nothing of the answer can be read. `now` in milliseconds.
 */
export function evaluate(
  source: Source,
  body: unknown,
  at: At,
  now: number,
): Evaluated | undefined {
  const read = readable(source, body)
  if (!read) return undefined
  const { answer, odd } = read
  const own = ownNames()
  const checks = checksOf(source).map((check) => {
    const rows: Row[] = []
    let note: string | true | undefined = odd
    for (const { source: from, rows: rowsOf, find, applies } of check.readings) {
      if (from !== source) continue
      if (applies && !applies(answer) && !odd) note = true
      for (const row of rowsOf(answer)) {
        const result = attempt(() => find(row, { now, at, own }))
        if (!result) continue
        if ('unclear' in result) note = storable(result.unclear, LONGEST)
        else rows.push(rowOf(check.id, result))
      }
    }
    return { id: check.id, rows, note }
  })
  return {
    found: [
      ...new Map(
        checks.flatMap(({ rows }) => rows.map((r) => [`${r.check}|${r.key}`, r])),
      ).values(),
    ],
    notes: Object.fromEntries(checks.flatMap(({ id, note }) => (note ? [[id, note]] : []))),
    parts: new Map(
      partsOf(source).map((one) => [one.id, storableIn(one.of?.parts(answer, now) ?? [])]),
    ),
    isMoving: source.isMoving?.(answer) ?? false,
    isEmpty: !odd && isEmpty(answer),
    signals: Object.fromEntries(storableIn([...(source.signals?.(answer) ?? [])])),
  }
}

/** What Atlas's events call Gatehouse itself. */
function ownNames(): ReadonlySet<unknown> {
  const all = configuration().connections.map(({ credentials }) => credentials)
  return eventNames({
    clientIds: all.flatMap((one) => (one.kind === 'service-account' ? one.clientId : [])),
    publicKeys: all.flatMap((one) => (one.kind === 'service-account' ? [] : one.publicKey)),
  })
}

function rowOf(check: string, { key, level, word, what, subject, since, opened }: Found): Row {
  const at = millis(since)
  return {
    check,
    key: storable(key, LONGEST),
    level,
    word: storable(word, LONGEST),
    what: storable(what, LONGEST),
    subject: storable(subject, LONGEST),
    since: at === undefined ? null : new Date(at).toISOString(),
    // Without them there is no fix. A cut value would compare with nothing.
    opened: opened && JSON.stringify(opened).length <= LONGEST_OPENED ? storableIn(opened) : null,
  }
}

const pageOf = z.looseObject({ results: z.array(z.unknown()) })
const isEmpty = (answer: unknown): boolean =>
  (Array.isArray(answer) ? answer : pageOf.safeParse(answer).data?.results)?.length === 0

function readable(source: Source, body: unknown): { answer: unknown; odd?: string } | undefined {
  const output = source.op?.output ?? source.answer
  const whole = output && readAs(output, body)
  if (!output || whole) return { answer: whole?.data ?? body }
  const rest = withoutOddParts(output, body)
  return rest && { answer: rest.data, odd: 'Part of Atlas’s answer can’t be read.' }
}

function attempt<T>(work: () => T): T | { unclear: string } {
  try {
    return work()
  } catch {
    return { unclear: 'A row of Atlas’s answer can’t be read.' }
  }
}

/** Where Atlas says that a project does not have the feature at all: no check of the source applies. */
export const without = (source: Source): Evaluated => ({
  found: [],
  notes: Object.fromEntries(checksOf(source).map(({ id }) => [id, true as const])),
  parts: new Map(partsOf(source).map((one) => [one.id, []])),
  isMoving: false,
  isEmpty: true,
  signals: {},
})
