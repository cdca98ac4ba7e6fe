import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { heapInUse } from '@/scripts/testing/work'
import { growingTree, hashOf, inThreads, verifyFile } from './audit-verify.mjs'
import { auditedChain, ROWS } from './testing'
import { type ChainRow, verifyRows } from './verify'

const chain = await auditedChain()
const { lines, end, folder, run } = chain
afterAll(() => chain.close())

const fileOf = (some: readonly string[]) => {
  const file = join(folder, 'chain.jsonl')
  writeFileSync(file, some.join(''))
  return file
}

const bytesOf = (bytes: Buffer) => {
  const file = join(folder, 'bytes.jsonl')
  writeFileSync(file, bytes)
  return file
}

const rowsOf = (some: readonly string[]): ChainRow[] => some.map((line) => JSON.parse(line))

/** Flips one bit of the last character of a field of row `seq`. */
const flipped = (seq: number, field: 'body' | 'prev' | 'hash') =>
  lines.map((line) => {
    const row: ChainRow = JSON.parse(line)
    if (row.seq !== seq) return line
    const at = row[field].length - (field === 'body' ? 3 : 1)
    const other = String.fromCharCode(row[field].charCodeAt(at) ^ 1)
    const value = row[field].slice(0, at) + other + row[field].slice(at + 1)
    return `${JSON.stringify({ ...row, [field]: value })}\n`
  })

const swapped = (some: readonly string[], seq: number) =>
  some.with(seq - 1, some[seq] ?? '').with(seq, some[seq - 1] ?? '')

/** Row 5 with another body and hashes that fit it, as a careful forger leaves it. */
const forged = () =>
  rowsOf(lines).map((row) => {
    if (row.seq !== 5) return row
    const body = row.body.replace('"i":5', '"i":6')
    return { ...row, body, hash: hashOf(row.prev, body) }
  })

describe('an exported chain', () => {
  test('that is whole passes, with its head', async () => {
    expect(await verifyRows(rowsOf(lines), { head: end })).toEqual({
      ok: true,
      rows: ROWS,
      head: end,
    })
    const { code, said } = await run([fileOf(lines)])
    expect(code).toBe(0)
    expect(said).toContain(`${ROWS} rows`)
    expect(said).toContain(`${ROWS}:${end.hash}`)
  })

  test('passes with the line ends, byte order mark and empty lines that editors and transfers add', async () => {
    const sent = lines.flatMap((line, i) => [
      line.replace('\n', '\r\n'),
      ...(i % 5 ? [] : ['\r\n']),
    ])
    const { code, said } = await run([fileOf(['\ufeff', ...sent, '\n'])])
    expect(said).toContain(`${ROWS}:${end.hash}`)
    expect(code).toBe(0)
  })

  test.each([
    ['a flipped byte in a body', () => flipped(5, 'body'), 5],
    ['a flipped byte in a prev', () => flipped(5, 'prev'), 5],
    ['a flipped byte in a hash', () => flipped(5, 'hash'), 5],
    ['a flipped byte in the first row', () => flipped(1, 'body'), 1],
    ['a flipped byte in the last row', () => flipped(ROWS, 'hash'), ROWS],
    ['a removed row', () => lines.toSpliced(4, 1), 5],
    ['a removed first row', () => lines.slice(1), 1],
    ['a swapped pair', () => swapped(lines, 5), 5],
    ['a duplicate row', () => lines.toSpliced(5, 0, lines[4] ?? ''), 5],
    [
      'a swapped pair under the old numbers',
      () =>
        swapped(lines, 5).map(
          (line, i) => `${JSON.stringify({ ...JSON.parse(line), seq: i + 1 })}\n`,
        ),
      5,
    ],
    [
      'an inserted row, the others moved up',
      () =>
        lines
          .toSpliced(4, 0, lines[4] ?? '')
          .map((line, i) => `${JSON.stringify({ ...JSON.parse(line), seq: i + 1 })}\n`),
      6,
    ],
    [
      'a rewritten row with a fitting hash',
      () => forged().map((row) => `${JSON.stringify(row)}\n`),
      5,
    ],
    [
      'a wrong number in a body with a fitting hash',
      () =>
        lines.map((line) => {
          const row: ChainRow = JSON.parse(line)
          if (row.seq !== 5) return line
          const body = row.body.replace('"seq":5', '"seq":4')
          return `${JSON.stringify({ ...row, body, hash: hashOf(row.prev, body) })}\n`
        }),
      5,
    ],
  ])('with %s is broken at that row, also when threads read it', async (_, make, seq) => {
    const found = await verifyRows(rowsOf(make()))
    expect(found).toMatchObject({ ok: false, seq })
    expect(await verifyFile(fileOf(make()), {}, { partBytes: 1_500 })).toEqual(found)
  })

  test.each([40, 1_500])('is verified by threads in parts of %i bytes', async (partBytes) => {
    const file = fileOf(lines)
    const size = lines.join('').length
    const parts = Array.from({ length: Math.ceil(size / partBytes) }, (_, i) => ({
      from: i * partBytes,
      to: Math.min(size, (i + 1) * partBytes),
    }))
    const tree = growingTree()
    for (const { hash } of rowsOf(lines.slice(0, 7))) tree.add(hash)
    const checkpoint = { origin: 'log', size: 7, root: tree.root() }
    const [, , noted] = rowsOf(lines)
    const contains = { seq: 3, hash: noted?.hash ?? '' }
    const against = { head: end, contains, checkpoints: [checkpoint] }
    expect(await inThreads(parts, { file }, against)).toEqual({
      ok: true,
      rows: ROWS,
      head: end,
      checkpointed: 7,
    })
    if (partBytes < 100) return
    for (const other of [
      { ...against, head: { ...end, seq: ROWS + 1 } },
      { ...against, contains: { seq: 4, hash: contains.hash } },
      { ...against, checkpoints: [{ ...checkpoint, size: 8 }] },
      { ...against, checkpoints: [checkpoint, { ...checkpoint, size: ROWS + 1 }] },
    ]) {
      expect(await inThreads(parts, { file }, other)).toBeUndefined()
      expect(await verifyFile(file, other, { partBytes })).toEqual(
        await verifyRows(rowsOf(lines), other),
      )
    }
  })

  test('that is broken is named by the command, with its row', async () => {
    const { code, said } = await run([fileOf(flipped(5, 'body'))])
    expect(said).toContain('BROKEN at seq 5:')
    expect(code).toBe(1)
  })

  test('with a removed tail is broken at the first missing row, when the head is known', async () => {
    const short = fileOf(lines.slice(0, 9))
    const { code, said } = await run([short, '--head', `${end.seq}:${end.hash}`])
    expect(said).toContain('BROKEN at seq 10:')
    expect(code).toBe(1)
    expect((await run([short])).code).toBe(0)
  })

  test.each([
    ['a missing file', () => join(folder, 'nothing.jsonl'), 'nothing.jsonl'],
    ['a folder', () => folder, 'be read'],
    ['an empty file', () => fileOf([]), 'is empty'],
    ['a file of empty lines', () => fileOf(['\n', '\r\n']), 'is empty'],
    ['compressed', () => bytesOf(gzipSync(lines.join(''))), 'is compressed'],
    ['UTF-16', () => bytesOf(Buffer.from(`\ufeff${lines.join('')}`, 'utf16le')), 'is not UTF-8'],
    [
      'a line cut short',
      () => fileOf([...lines.slice(0, 3), '{"seq":4,"bo']),
      'line 4 is not JSON',
    ],
    ['a line of another shape', () => fileOf(['{"seq":"1"}\n']), 'line 1 is not a row'],
  ])('that is %s is unreadable', async (_, make, sentence) => {
    const { code, said } = await run([make()])
    expect(said).toContain(sentence)
    expect(code).toBe(3)
  })

  test('uses constant memory', async () => {
    const ALL = 40_000
    const before = heapInUse()
    let held = Number.NaN
    let prev = '0'.repeat(64)
    function* many() {
      for (let seq = 1; seq <= ALL; seq += 1) {
        if (seq === ALL) held = heapInUse() - before
        const body = `{"pad":"${'x'.repeat(900)}","seq":${seq}}`
        const hash = hashOf(prev, body)
        yield { seq, body, prev, hash }
        prev = hash
      }
    }
    expect(await verifyRows(many())).toMatchObject({ ok: true, rows: ALL })
    // The rows are 40 MB together.
    expect(held).toBeLessThan(10e6)
  })
})
