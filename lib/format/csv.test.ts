import { describe, expect, it } from 'vitest'
import { csvCell, toCsv } from './csv'

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
})
