import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonOf, prettyJson, problemsIn, sortedJson } from './json-text'

const isJson = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
const first = (text: string) => {
  const [problem] = problemsIn(text)
  return problem && `${problem.line}:${problem.column} ${problem.message}`
}

describe('problems of a JSON text', () => {
  it('are none in valid JSON, whatever it contains', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(problemsIn(JSON.stringify(value, undefined, 2))).toEqual([])
      }),
    )
  })

  it('are found exactly where the platform finds some', () => {
    const near = fc
      .tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', '\\'))
      .map(([value, at, sign]) => {
        const text = JSON.stringify(value)
        const cut = at % (text.length + 1)
        return text.slice(0, cut) + sign + text.slice(cut + 1)
      })
    fc.assert(
      fc.property(near, (text) => {
        if (text.trim() === '') return
        const isBroken = problemsIn(text).some((p) => !p.message.includes('twice'))
        expect(isBroken).toBe(!isJson(text))
      }),
      { numRuns: 500 },
    )
  })

  it('name the place and what is missing, in words', () => {
    expect(first('{\n  "a": 1\n  "b": 2\n}')).toMatch(/^3:3 .*, or }.* "/)
    expect(first('[1, 2,]')).toMatch(/^1:7 .*after the comma/)
    expect(first('{"a": 1,}')).toMatch(/^1:9 .*after the comma/)
    expect(first("{'a': 1}")).toMatch(/^1:2 .*name in " or }.*'a'/)
    expect(first('{"a": undefined}')).toMatch(/^1:7 .*value.*undefined/)
    expect(first('{"a": 1')).toMatch(/^1:8 .*the end/)
    expect(first('["open\n]')).toMatch(/^1:2 .*closing "/)
    expect(first('["\\q"]')).toMatch(/^1:3 \\q/)
  })

  it('include a name that appears twice', () => {
    expect(first('{"a": 1, "b": 2, "a": 3}')).toMatch(/^1:18 "a" .*twice/)
  })

  it('stand at the value that a check names, or at the nearest above it', () => {
    const text = '[\n  { "$match": {} },\n  { "$nope": {} }\n]'
    const at = (path: Array<string | number>) => {
      const [problem] = problemsIn(text, () => [{ path, message: 'm' }])
      return [problem?.line, problem?.column]
    }
    expect(at([1, '$nope'])).toEqual([3, 14])
    expect(at([1])).toEqual([3, 3])
    expect(at([1, 'gone', 'deeper'])).toEqual([3, 3])
    expect(at([])).toEqual([1, 1])
  })

  it('are found quickly in 5,000 lines, and without overflow in 100,000 brackets', () => {
    const long = prettyJson(Array.from({ length: 1000 }, (_, i) => ({ a: i, b: 'text', c: [i] })))
    expect(long.split('\n').length).toBeGreaterThan(5000)
    expect(problemsIn(`${long},`)).toHaveLength(1)
    expect(problemsIn('['.repeat(100_000))).toHaveLength(1)
  })
})

describe('jsonOf', () => {
  it('gives the value, nothing for an empty text, and the text where it is no JSON', () => {
    expect(jsonOf('{"a": [1]}')).toEqual({ a: [1] })
    expect(jsonOf(' ')).toBeUndefined()
    expect(jsonOf('{a')).toBe('{a')
    expect(jsonOf(undefined)).toBeUndefined()
  })
})

it('equal values give equal texts, whatever the order of their names', () => {
  expect(sortedJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(
    sortedJson({ a: null, b: [{ c: 2, d: 1 }] }),
  )
})
