import { describe, expect, test } from 'vitest'
import {
  digitsOf,
  nameOf,
  needsGrammar,
  numberOf,
  parseJson,
  parseSent,
  plain,
  printJson,
  readJson,
} from './json'
import { MAX_DEPTH } from './json-bounds'
import { JsonBroken } from './json-tree'

const broken = (text: string) => {
  try {
    readJson(text)
  } catch (error) {
    if (error instanceof JsonBroken) return error
    throw error
  }
  throw new Error(`${text} was read`)
}

describe('a JSON text that is read and printed', () => {
  test.each([
    '{"2025":-1,"2024":1}',
    '{"b":1,"10":1,"9":1,"a":1}',
    '[1.0,1,-0,0,1e3,1E+3,1e400,0.10,9007199254740993,-9223372036854775808,123456789012345678901234567890]',
    '{"__proto__":{"1":1},"constructor":1,"":0}',
    '{"a":"\\"2025\\": 1.0","b":"1.0","2":"x\\\\"}',
    '["\ufdd05","\ufdd0\ufdd05",{"\ufdd07":1,"7":2,"\ufdd0x":3}]',
    '{"a":"\\"\ufdd05\\"","k":[true,false,null]}',
  ])('is the same: %s', (text) => {
    expect(printJson(readJson(text))).toBe(text)
  })

  test('is the same again after a way through plain JSON, as values take to the browser and to the database', () => {
    const text = '{"2025":-1,"2024":[1.0,{"3":1e2,"1":-0}]}'
    expect(printJson(JSON.parse(JSON.stringify(readJson(text))))).toBe(text)
  })

  test('can be indented', () => {
    expect(printJson(readJson('{"2":1.0,"1":[2]}'), 2)).toBe(
      '{\n  "2": 1.0,\n  "1": [\n    2\n  ]\n}',
    )
  })
})

test('checks see plain numbers and names', () => {
  const value = readJson('{"2":1.0,"1":{"n":-0,"long":9007199254740993,"s":"1.0"}}')
  expect(plain(value)).toEqual({ 2: 1, 1: { n: -0, long: 9007199254740992, s: '1.0' } })
  const [[key = '', one] = []] = Object.entries(value as object)
  expect([nameOf(key), numberOf(one), digitsOf(one)]).toEqual(['2', 1, '1.0'])
})

describe('a text that is no JSON', () => {
  test('says where it breaks and what was expected', () => {
    expect(broken('{"a":1,}')).toMatchObject({ from: 7, message: expect.stringContaining('name') })
    expect(broken('[1,]').message).toContain('after the comma')
    expect(broken("[{ $source: 'a' }]")).toMatchObject({
      from: 3,
      message: expect.stringContaining('$source'),
    })
    expect(broken('["a\nb"]').message).toContain('closing')
    expect(broken('["\\q"]').message).toContain('\\q')
    expect(broken('01').message).toContain('01')
    expect(broken('').message).toContain('the end')
  })

  test('nor one in which a name appears twice: the array form is offered', () => {
    expect(broken('{"a":{"title":1,"title":2}}')).toMatchObject({
      from: 16,
      to: 23,
      message: expect.stringContaining('"title": ['),
    })
    // Written differently, the same name.
    expect(broken('{"a":1,"\\u0061":2}').message).toContain('twice')
  })

  test('nor one that is nested without end', () => {
    expect(broken('['.repeat(100_000)).message).toContain('deep')
    const deepest = '['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)
    expect(printJson(readJson(deepest))).toBe(deepest)
  })
})

describe('an answer of Atlas', () => {
  test('loses nothing inside definitions; elsewhere long integers become their digits', () => {
    const text =
      '{"stats":{"n":9007199254740993,"d":1.0},"pipeline":[{"$sort":{"2":1,"1":1.0}},{"$limit":9007199254740993}]}'
    const value = parseJson(text)
    expect(value).toMatchObject({ stats: { n: '9007199254740993', d: 1 } })
    expect(printJson(value)).toContain(
      '"pipeline":[{"$sort":{"2":1,"1":1.0}},{"$limit":9007199254740993}]',
    )
  })

  test('with a definition is read the fast way, unless a number or name of it needs more', () => {
    const ids = '"id":"6512e12345678901234567890","at":"2026-01-05T10:05:01.5Z","n":[1,-20,300]'
    expect(needsGrammar(`{"pipeline":[{${ids}}]}`)).toBe(false)
    for (const one of ['"7":1', '"n":-0', '"n": 1.0', '"n":[1, 1e3]', '"n":-1234567890123456'])
      expect(needsGrammar(`{"pipeline":[{${ids},${one}}]}`)).toBe(true)
    for (const one of ['1e999', '-12345678901234567', '1.5E+400'])
      expect(needsGrammar(`{"n": ${one}}`)).toBe(true)
  })

  test('that holds a name twice is read all the same', () => {
    expect(parseJson('{"definition":{"a":1.5,"a":2}}')).toEqual({ definition: { a: 2 } })
  })

  test('keeps digits inside strings and fractions', () => {
    const text = '{"id":"12345678901234567890","f":0.1234567890123456}'
    expect(JSON.stringify(parseJson(text))).toBe(text)
    expect(parseJson('[-9007199254740993,9007199254740991]')).toEqual([
      '-9007199254740993',
      9007199254740991,
    ])
  })
})

test('a request body that holds a name of a definition twice is refused', () => {
  expect(() => parseSent('{"definition":{"a":1,"a":2}}')).toThrow('twice')
  expect(parseSent('{"definition":"{}"}')).toEqual({ definition: '{}' })
})
