import { diffArrays } from 'diff'
import type { DiffLine } from '../ui/diff-lines'
import { prettyJson, sortedJson } from './json-text'

/** Lines shown around a change. */
const AROUND = 3
/** Above this, comparing two unrelated texts takes too long. */
const TIMEOUT_MS = 400

export type JsonChanges = {
  lines: DiffLine[]
  /** alike: no change. order: only the key order changes. */
  is: 'alike' | 'order' | 'changed'
  added: number
  removed: number
}

/**
 * A line diff of two values. Keys are sorted first, because their order rarely matters in Atlas; `ordered` keeps it for
 * pipelines and definitions.
 */
export function changesOf(from: unknown, to: unknown, ordered = false): JsonChanges {
  const print = ordered ? prettyJson : sortedJson
  const [before, after] = [print(from), print(to)].map((text) => (text ? text.split('\n') : []))
  if (!before || !after) throw new Error('unreachable')
  const parts = diffArrays(before, after, { timeout: TIMEOUT_MS }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ]
  const lines = parts.flatMap(({ added, removed, value }) =>
    value.map(
      (text): DiffLine => ({ change: added ? 'added' : removed ? 'removed' : 'same', text }),
    ),
  )
  const many = (change: DiffLine['change']) => lines.filter((l) => l.change === change).length
  const [added, removed] = [many('added'), many('removed')]
  const isAlike = added + removed === 0
  const onlyOrder = isAlike ? prettyJson(from) !== prettyJson(to) : false
  return { lines, added, removed, is: onlyOrder ? 'order' : isAlike ? 'alike' : 'changed' }
}

/** A range of lines, shown or folded. `at` is its first line. */
export type Stretch = { at: number; lines: DiffLine[]; isFar: boolean }

/** Splits the lines so that unchanged ones far from a change can be folded. */
export function stretches(lines: readonly DiffLine[]): Stretch[] {
  const near = new Uint8Array(lines.length)
  lines.forEach(({ change }, i) => {
    if (change !== 'same') near.fill(1, Math.max(0, i - AROUND), i + AROUND + 1)
  })
  const found: Stretch[] = []
  lines.forEach((line, i) => {
    const isFar = near[i] === 0
    const last = found.at(-1)
    if (last?.isFar === isFar) last.lines.push(line)
    else found.push({ at: i, lines: [line], isFar })
  })
  // A fold of one line would be as long as the line.
  return found.map((s) => (s.isFar && s.lines.length === 1 ? { ...s, isFar: false } : s))
}
