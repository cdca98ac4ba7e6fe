import { expect, test } from 'vitest'
import { z } from 'zod'
import { command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { ops } from '@/lib/ops/registry'
import { parseInput, refuseSecrets } from './parse-input'

const op = { input: z.strictObject({ name: z.string(), more: z.record(z.string(), z.unknown()) }) }
const typed = command({
  id: 'test.write',
  title: 'Write',
  roles: ['operator'],
  input: z.strictObject({
    name: z.string(),
    list: z.array(z.object({ comment: z.string() })).default([]),
    definition: z.union([z.string(), z.record(z.string(), z.unknown())]).default({}),
  }),
  output: z.unknown(),
  summary: () => 'Write',
  target: () => 'test',
})

function failureOf(...[about, raw]: Parameters<typeof parseInput>) {
  try {
    parseInput(about, raw)
  } catch (error) {
    if (error instanceof OpError) return error.failure
    throw error
  }
  return undefined
}

test('names with all usual characters are unchanged', () => {
  const input = { name: ' a:b/c%2F..\n"é🚀', more: { 'a.b': ['x'] } }
  expect(parseInput(op, input)).toEqual(input)
})

test.each<[unknown, string]>([
  [{ name: 'half \ud800', more: {} }, 'name'],
  [{ name: 'a\0b', more: {} }, 'name'],
  [{ name: 'a', more: { list: ['ok', { deep: '\0' }] } }, 'more.list.1.deep'],
  [{ name: 'a', more: { 'key\0': 1 } }, 'more.key\0'],
])('a text that cannot be stored is refused at its field: %#', (raw, field) => {
  expect(failureOf(op, raw)?.fields).toEqual({
    [field]: expect.stringContaining('invalid character'),
  })
})

function nested(depth: number): unknown {
  let value: unknown = 'x'
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value }
  return value
}

test.each([101, 5_000, 200_000])('an input nested %i levels deep is refused', (depth) => {
  for (const raw of [nested(depth), { name: nested(depth), more: {} }, { more: nested(depth) }])
    expect(failureOf(op, raw)).toMatchObject({ kind: 'invalid' })
  expect(failureOf(op, { name: 'a', more: { definition: nested(depth) } })).toMatchObject({
    kind: 'invalid',
    fields: { more: expect.stringContaining('nested') },
  })
})

const wide = Array.from({ length: 500 }, () => ({ a: 1 }))
const keys = Object.fromEntries(wide.map((_, i) => [`k${i}`, 1]))
const deep = nested(3_000)

test.each([...ops.values()].map((one) => [one.id, one] as const))(
  '%s refuses any nested, wide or odd input as invalid, in few words',
  (_, one) => {
    const fields = Object.keys(one.input.shape).map((name) => ({ [name]: wide }))
    for (const raw of [null, 1, 'x', [], deep, wide, keys, { x: keys }, ...fields]) {
      const failure = failureOf(one, raw)
      if (failure) expect(failure.kind).toBe('invalid')
      expect(JSON.stringify(failure ?? '').length).toBeLessThan(10_000)
    }
  },
)

test.each<[unknown, string, string]>([
  [{ name: 'evil \u202egnp' }, 'name', 'U+202E'],
  [
    { name: 'a', list: [{ comment: 'x' }, { comment: 'zero\u200bwidth' }] },
    'list.1.comment',
    'U+200B',
  ],
  [{ name: 'a\u001b[2J' }, 'name', 'U+001B'],
])('a command refuses invisible characters with their code: %#', (raw, field, code) => {
  expect(failureOf(typed, raw)?.fields).toEqual({ [field]: expect.stringContaining(code) })
})

test('a definition is data, and keeps its invisible characters', () => {
  const definition = { mappings: { '\u200c': '' } }
  expect(parseInput(typed, { name: 'a', definition })).toMatchObject({ definition })
  const text = '{"mappings":{"\\u200c":""}}'
  expect(parseInput(typed, { name: 'a', definition: text })).toMatchObject({ definition: text })
  expect(failureOf(typed, { name: 'a', definition: '{"a\u200c":1}' })?.fields).toEqual({
    definition: expect.stringContaining('U+200C'),
  })
})

test('every command refuses invisible characters in text that people type', () => {
  const tried = [...ops.values()].flatMap((one) =>
    one.kind === 'command' &&
    ['reason', 'comment', 'ticket', 'purpose'].some((f) => f in one.input.shape)
      ? [one]
      : [],
  )
  expect(tried.length).toBeGreaterThan(3)
  for (const one of tried)
    for (const field of ['reason', 'comment', 'ticket', 'purpose'])
      if (field in one.input.shape)
        expect(failureOf(one, { [field]: 'logs only \u202e.ssecca' })?.fields).toEqual({
          [field]: expect.stringContaining('U+202E'),
        })
})

/** The texts in a schema, each with its path. */
function textsIn(schema: z.core.$ZodType, path = ''): [string, z.core.$ZodType][] {
  const def = schema._zod.def as z.core.$ZodTypeDef & {
    [part in 'innerType' | 'element' | 'in']?: z.core.$ZodType
  } & { options?: z.core.$ZodType[]; shape?: Record<string, z.core.$ZodType> }
  if (def.type === 'string') return [[path, schema]]
  const inner = [def.innerType, def.element, def.in, ...(def.options ?? [])]
  return [
    ...inner.flatMap((one) => (one ? textsIn(one, path) : [])),
    ...Object.entries(def.shape ?? {}).flatMap(([name, one]) => textsIn(one, `${path}.${name}`)),
  ]
}

test('no command shortens its input, and only multi-line texts accept a line break', () => {
  const isLong =
    /\.(reason|purpose|\w*[cC]omment|description|policies\.body|sslKey|opened\b.*|expected\b.*)$/
  const tried = [...ops.values()]
    .filter(({ kind }) => kind === 'command')
    .flatMap(({ id, input }) => textsIn(input, id))
    // A name that Atlas or Gatehouse gave, or an address, which is read by its own grammar.
    .filter(([path]) => !/\.(op|address|addresses|entryValue|displayName)$|\.opened$/.test(path))
  expect(tried.length).toBeGreaterThan(100)
  const wrong = tried.flatMap(([path, schema]) =>
    [' two words ', 'two\nlines of text']
      .filter((text) => {
        const read = z.safeParse(schema, text)
        const isBroken = text.includes('\n') && !isLong.test(path)
        return read.success && (isBroken || read.data !== text)
      })
      .map((text) => [path, text]),
  )
  expect(wrong).toEqual([])
})

test('a credential in a person’s own words is refused', () => {
  const said = command({
    id: 'test.say',
    title: 'Say',
    roles: ['operator'],
    input: z.strictObject({ reason: z.string() }),
    output: z.unknown(),
    summary: () => 'Say',
    target: () => 'test',
  })
  const reason = 'Support asked for logs, the password: hunter2hunter2'
  expect(failureOf(said, { reason })?.fields).toEqual({
    reason: expect.stringContaining('password'),
  })
  expect(failureOf(said, { reason: 'Support needs basic diagnostics' })).toBeUndefined()
  // Nothing that a person writes may keep access open.
  const revokes = { ...said, id: 'test.revoke' }
  expect(failureOf(revokes, { reason })).toBeUndefined()
})

test.each<[object, string | undefined]>([
  [{ tags: [{ key: 'note', value: 'secret=hunter2hunter2' }] }, 'tags.0.value'],
  [{ changes: { description: 'password=hunter2hunter2' } }, 'changes.description'],
  [{ pipeline: [{ $https: { headers: { Authorization: 'Bearer hunter2hunter2' } } }] }, 'pipeline'],
  [{ acknowledgementComment: 'password is hunter2hunter2' }, 'acknowledgementComment'],
  [{ opened: { description: 'password=hunter2hunter2' } }, undefined],
  [{ comment: 'Rotate the token of the office VPN', name: 'passwords' }, undefined],
])('a credential in an input that is stored for a request is refused: %j', (input, path) => {
  try {
    refuseSecrets({ input: z.looseObject({}), id: 'test.request' }, { ...input }, true)
    expect(path).toBeUndefined()
  } catch (error) {
    expect(error).toMatchObject({
      failure: { kind: 'invalid', fields: { [path!]: expect.any(String) } },
    })
  }
})
