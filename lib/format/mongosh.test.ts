import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printJson, readJson } from './json'
import { readMongosh } from './mongosh'
import { ShellBroken } from './mongosh-tokens'

const rewritten = (code: string) => printJson(readMongosh(code).value)
const why = (code: string) => {
  try {
    readMongosh(code)
  } catch (error) {
    if (error instanceof ShellBroken) return error.message
    throw error
  }
  throw new Error(`${code} was read`)
}

describe('mongosh code is rewritten as JSON', () => {
  test.each([
    ["[{ $source: { connectionName: 'kafka', }, }, ]", '[{"$source":{"connectionName":"kafka"}}]'],
    [
      '{ "2025": -1, 2024: 1.0, a: .5, b: 5., c: 0x1F, d: 1_000, e: -1e3, f: +2 }',
      '{"2025":-1,"2024":1.0,"a":0.5,"b":5,"c":31,"d":1000,"e":-1e3,"f":2}',
    ],
    [
      '[NumberInt(5), NumberInt("6"), NumberLong("9007199254740993"), Long(7), 9007199254740993]',
      '[5,6,{"$numberLong":"9007199254740993"},{"$numberLong":"7"},9007199254740993]',
    ],
    [
      '[NumberDecimal("1.50"), Double(2), -Infinity, NaN]',
      '[{"$numberDecimal":"1.50"},{"$numberDouble":"2"},{"$numberDouble":"-Infinity"},{"$numberDouble":"NaN"}]',
    ],
    [
      "[ISODate('2025-01-01'), new Date('2025-01-01T10:00:00.5Z'), ISODate('2025-01-01T10:00'), new Date(0)]",
      '[{"$date":"2025-01-01T00:00:00Z"},{"$date":"2025-01-01T10:00:00.500Z"},{"$date":"2025-01-01T10:00:00Z"},{"$date":"1970-01-01T00:00:00Z"}]',
    ],
    [
      '[ObjectId("64a1b2c3d4e5f60718293a4b"), UUID("0b5c1f3e-7a2d-4c86-9e10-5d4f3b2a1c09"), MinKey(), MaxKey]',
      '[{"$oid":"64a1b2c3d4e5f60718293a4b"},{"$uuid":"0b5c1f3e-7a2d-4c86-9e10-5d4f3b2a1c09"},{"$minKey":1},{"$maxKey":1}]',
    ],
    [
      '[/a\\/b[/]/mi, new RegExp("x", "i"), BinData(0, "AQID"), Timestamp(5, 1)]',
      '[{"$regularExpression":{"pattern":"a\\\\/b[/]","options":"im"}},{"$regularExpression":{"pattern":"x","options":"i"}},{"$binary":{"base64":"AQID","subType":"00"}},{"$timestamp":{"t":5,"i":1}}]',
    ],
    [
      "// first\n{ /* second */ a: 'it\\'s \\u00e9 \\x41 \\n', b: `two\nlines` }",
      '{"a":"it\'s é A \\n","b":"two\\nlines"}',
    ],
    [
      "const s = { $source: { connectionName: 'k' } };\nlet m = { $match: {} }\n[s, m]",
      '[{"$source":{"connectionName":"k"}},{"$match":{}}]',
    ],
    ['[1, // one\r 2]', '[1,2]'],
    ['{ 1_000: 1, 5n: 2, 0x10: 3 }', '{"1000":1,"5":2,"16":3}'],
    ['topic = "in"\n({ $source: { topic } })', '{"$source":{"topic":"in"}}'],
  ])('%s', (code, json) => {
    expect(rewritten(code)).toBe(json)
  })

  test('any JSON stays what it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value)
        expect(rewritten(text)).toBe(printJson(readJson(text)))
      }),
    )
  })
})

test('values that nothing reads are named', () => {
  expect(readMongosh('[1]\n[2]')).toMatchObject({ value: [2], unused: ['a value'] })
  expect(readMongosh('a = [1]; a = [2]; b = 3; sp.p.start(b)')).toMatchObject({
    unused: ['a', 'a'],
  })
  expect(readMongosh('q = 1; sp.p.start()')).toMatchObject({ unused: [], unusedLast: 'q' })
})

test('calls are taken apart, and comments counted', () => {
  const shell = readMongosh(
    "use shop // here\ndb.getSiblingDB('s').films.createSearchIndex('n', { mappings: {} });\nsp['a b'].start()",
  )
  expect(shell).toMatchObject({ database: 'shop', comments: 1 })
  expect(shell.calls).toEqual([
    [
      { name: 'db' },
      { name: 'getSiblingDB', args: ['s'] },
      { name: 'films' },
      { name: 'createSearchIndex', args: ['n', { mappings: {} }] },
    ],
    [{ name: 'sp' }, { name: 'a b' }, { name: 'start', args: [] }],
  ])
})

describe('what has no fixed value is refused, and nothing is run', () => {
  test.each([
    ['{ a: new Date() }', 'current time'],
    ['{ a: Date() }', 'current time'],
    ['{ a: ISODate() }', 'current time'],
    ["{ a: new Date('2025-01-01T10:00:00') }", 'zone'],
    ['{ a: process.env.X }', '.'],
    ['{ a: eval("1") }', 'eval'],
    ['{ a: b }', '“b”'],
    [`{ a: \`x\${1}\` }`, 'template'],
    ['{ a: 1, a: 2 }', 'twice'],
    ["{ a: 'open", 'closed'],
    ['{ a: 1 + 1 }', '+'],
    ['x => 1', 'Expected'],
    ['try { sp.x.drop() } catch (e) {}', '“try”'],
    ['['.repeat(100_000), 'deep'],
    ['('.repeat(100_000), 'deep'],
    ['[010]', 'zero'],
    ['[1n]', 'NumberLong'],
    ['{ a: -0x1Fn }', 'NumberLong'],
    ['[ObjectId()]', 'ObjectId'],
    ['[NumberInt(3000000000)]', '32 bits'],
    ['[NumberLong("9223372036854775808")]', '64 bits'],
    ['[NumberDecimal("x")]', 'number'],
    ['[ISODate("2025-02-30")]', 'date doesn’t exist'],
    ['[new Date(2025, 0, 1)]', 'date'],
    ['[UUID("zz")]', 'UUID'],
    ['[HexData(0, "abc")]', 'hexadecimal'],
    ['[BinData(300, "AQ==")]', '255'],
    ["['\\07']", 'valid escape'],
    ["['\\u00']", 'valid escape'],
    ['[BinData(0, "!!")]', 'base64'],
    ['[/a/g]', 'flag'],
    ['', 'the end'],
  ])('%s', (code, word) => {
    if (code === '') expect(readMongosh(code).value).toBeUndefined()
    else expect(why(code)).toContain(word)
  })
})
