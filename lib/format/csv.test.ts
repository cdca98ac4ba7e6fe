import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, readCsv, toCsv, uninert } from './csv'
import { visible } from './invisible'

describe('CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'makes %j inert for spreadsheets',
    (text) => {
      expect(csvCell(text).replaceAll('"', '')).toMatch(/^'/)
    },
  )

  it.each([
    ' =1+1',
    '\n=1+1',
    '\u00a0=1+1',
    '\u200b=1+1',
    '\ufeff\u2003-1',
    '\u202e@SUM(A1)',
    '＝1+1',
    ' ＋1',
    '－1',
    '＠A1',
    '\u0001=1',
  ])('makes %j inert, also behind blanks and hidden characters', (text) => {
    expect(csvCell(text).replaceAll('"', '')).toMatch(/^'/)
  })

  it('writes hidden characters out, so that a file shows what is in it', () => {
    expect(csvCell('a\u202eb')).toBe('a[U+202E]b')
    expect(csvCell('a;b')).toBe('"a;b"')
  })

  it('leaves numbers numbers, also below zero', () => {
    expect(csvCell(-5)).toBe('-5')
  })

  it('quotes what would break a row', () => {
    expect(csvCell('a,b')).toBe('"a,b"')
    expect(csvCell('say "hi"')).toBe('"say ""hi"""')
    expect(csvCell('two\nlines')).toBe('"two\nlines"')
  })

  it('writes heads and rows, nothing for what is missing', () => {
    expect(toCsv(['Address', 'Who'], [['203.0.113.8/32', null]])).toBe(
      'Address,Who\r\n203.0.113.8/32,\r\n',
    )
  })

  it('reads back what it wrote, cell by cell', () => {
    const cell = fc.oneof(fc.string().map(visible), fc.stringMatching(/^['"=+\-@,;\n\r a-c]*$/))
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(rows, ([head = [], ...rest]) => {
        const read = readCsv(toCsv(head, rest), ',').map((r) => ('cells' in r ? r.cells : r.why))
        expect(read.map((r) => (typeof r === 'string' ? r : r.map(uninert)))).toEqual([
          head,
          ...rest,
        ])
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['a,"b', 'not closed'],
    ['a,"b"c,d', 'after a closing quote'],
  ])('refuses %j and goes on with the next line', (text, why) => {
    const [first, second] = readCsv(`${text}\nx,y`, ',')
    expect(first && 'why' in first && first.why).toContain(why)
    expect(second).toMatchObject({ line: 2, cells: ['x', 'y'] })
  })

  it('counts the lines inside quotes', () => {
    expect(readCsv('"a\nb",c\nd,e', ',').map((r) => r.line)).toEqual([1, 3])
  })
})
