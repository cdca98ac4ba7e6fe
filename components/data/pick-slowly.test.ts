import fc from 'fast-check'
import { expect, test } from 'vitest'
import { column } from './columns'
import { pickRows } from './pick-rows'
import { pickSlowly } from './pick-slowly'

type Row = { at: number; name: string; size: number | null }

const c = column<Row>()
const columns = [c.text('name', 'Name'), c.number('size', 'Size')]
const going = new AbortController().signal

test('picks the same rows in the same order as in one task', async () => {
  const row = fc.record({
    name: fc.stringMatching(/^[a-c]?-?\d?$/),
    size: fc.option(fc.nat(5)),
  })
  const rows = fc
    .array(row, { maxLength: 900, size: 'max' })
    .map((all) => all.map((one, at): Row => ({ ...one, at })))
  const picking = fc.record({
    text: fc.constantFrom('', 'a', 'b 1'),
    sort: fc.constantFrom('', 'name', '-name', 'size', '-size'),
    only: fc.constantFrom([], ['size:3', 'size:']),
  })
  await fc.assert(
    fc.asyncProperty(rows, picking, async (all, wanted) => {
      expect(await pickSlowly(all, columns, wanted, going)).toEqual(pickRows(all, columns, wanted))
    }),
    { numRuns: 60 },
  )
})

test('lets other tasks run while it works', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ at, name: `${at * 7919}`, size: at }))
  let others = 0
  const timer = setInterval(() => {
    others += 1
  }, 0)
  await pickSlowly(rows, columns, { text: '', sort: 'name', only: [] }, going)
  clearInterval(timer)
  expect(others).toBeGreaterThan(1)
})
