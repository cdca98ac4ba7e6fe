import type { Found } from '@/lib/fleet/check'
import { checksOf, partsOf } from '@/lib/fleet/checks'
import type { At, Part, Source } from '@/lib/fleet/source'
import { millis } from '@/lib/format/time'
import { withoutOddParts } from '../odd-parts'

export type Row = Omit<Found, 'since'> & { check: string; since: string | null }

/** What the checks say about one answer. */
export type Evaluated = {
  found: Row[]
  /** By check: true where it does not apply, or a sentence about what could not be told. */
  notes: Record<string, string | true>
  /** The parts that other sources read, by their id. */
  parts: Map<string, Part[]>
  isMoving: boolean
}

/** Characters of a text that a finding keeps. */
const LONGEST = 300

/** PostgreSQL stores neither NUL nor half a character. */
const storable = (text: string) =>
  text.replaceAll('\0', '\uFFFD').toWellFormed().slice(0, LONGEST).toWellFormed()

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
  const checks = checksOf(source).map((check) => {
    const rows: Row[] = []
    let note: string | true | undefined = odd
    for (const { source: from, rows: rowsOf, find, applies } of check.readings) {
      if (from !== source) continue
      if (applies && !applies(answer) && !odd) note = true
      for (const row of rowsOf(answer)) {
        const result = attempt(() => find(row, { now, at }))
        if (!result) continue
        if ('unclear' in result) note = storable(result.unclear)
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
    parts: new Map(partsOf(source).map((one) => [one.id, one.of?.parts(answer) ?? []])),
    isMoving: source.isMoving?.(answer) ?? false,
  }
}

function rowOf(check: string, { key, level, word, what, subject, since }: Found): Row {
  const at = millis(since)
  return {
    check,
    key: storable(key),
    level,
    word: storable(word),
    what: storable(what),
    subject: storable(subject),
    since: at === undefined ? null : new Date(at).toISOString(),
  }
}

function readable(source: Source, body: unknown): { answer: unknown; odd?: string } | undefined {
  const output = source.op?.output ?? source.answer
  const whole = output?.safeParse(body)
  if (!output || whole?.success) return { answer: whole?.data ?? body }
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
