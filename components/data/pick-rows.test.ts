import { describe, expect, it } from 'vitest'
import { column } from './columns'
import { choicesOf, pickRows } from './pick-rows'

type Row = { name: string; kind: string; size: number | null; ends: string | null }
const rows: Row[] = [
  { name: 'node-10', kind: 'flex', size: 3, ends: null },
  { name: 'node-2', kind: 'dedicated', size: null, ends: '2026-11-21T10:00:00.500Z' },
  { name: 'Alpha', kind: 'dedicated', size: 20, ends: '2026-11-21T10:00:00Z' },
]
const c = column<Row>()
const columns = [
  c.text('name', 'Name'),
  c.text('kind', 'Kind', { choices: true }),
  c.number('size', 'Size'),
  c.time('ends', 'Ends'),
]
const all = { text: '', sort: '', only: [] }
const names = (picked: readonly Row[]) => picked.map((r) => r.name)

describe('the rows a table shows', () => {
  it('stand as they come when nothing is asked', () => {
    expect(pickRows(rows, columns, all)).toBe(rows)
  })

  it('contain every word, in any column', () => {
    expect(names(pickRows(rows, columns, { ...all, text: 'DEDIC node' }))).toEqual(['node-2'])
    expect(pickRows(rows, columns, { ...all, text: 'node nothing' })).toEqual([])
  })

  it('widen by values of one column and narrow by another', () => {
    const only = ['kind:flex', 'kind:dedicated', 'name:Alpha']
    expect(names(pickRows(rows, columns, { ...all, only }))).toEqual(['Alpha'])
  })

  it('sort text as people do, numbers as numbers, times as time', () => {
    expect(names(pickRows(rows, columns, { ...all, sort: 'name' }))).toEqual([
      'Alpha',
      'node-2',
      'node-10',
    ])
    expect(names(pickRows(rows, columns, { ...all, sort: 'ends' }))).toEqual([
      'Alpha',
      'node-2',
      'node-10',
    ])
  })

  it('leave rows without a value last in both directions', () => {
    expect(names(pickRows(rows, columns, { ...all, sort: 'size' }))).toEqual([
      'node-10',
      'Alpha',
      'node-2',
    ])
    expect(names(pickRows(rows, columns, { ...all, sort: '-size' }))).toEqual([
      'Alpha',
      'node-10',
      'node-2',
    ])
  })

  it('offer each value with how often it occurs', () => {
    const kind = columns.find((col) => col.id === 'kind')
    expect(kind && choicesOf(rows, kind)).toEqual([
      ['dedicated', 2],
      ['flex', 1],
    ])
  })
})
