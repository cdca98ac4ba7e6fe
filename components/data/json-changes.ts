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

/** How values are compared: `sorted` ignores the order of keys, `ordered` does not, and `text` compares texts. */
export type Compared = 'sorted' | 'ordered' | 'text'

const prints: Record<Compared, (value: unknown) => string> = {
  sorted: sortedJson,
  ordered: prettyJson,
  // A carriage return at the end of a line is a change that people could not see.
  text: (value) => String(value ?? '').replaceAll('\r', '␍'),
}

/** A line diff of two values. */
export function changesOf(from: unknown, to: unknown, as: Compared = 'sorted'): JsonChanges {
  const print = prints[as]
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
  const onlyOrder = isAlike && as === 'sorted' && prettyJson(from) !== prettyJson(to)
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
