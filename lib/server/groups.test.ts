import { expect, test } from 'vitest'
import { groupsIn } from './groups'

const of = (groups: unknown, separator?: string) => groupsIn({ groups }, 'groups', separator)

test('groups are read by exact name, a name like a URL, or a path', () => {
  expect(of(['a', 'b', 'a']).groups).toEqual(['a', 'b'])
  const url = 'https://x.example/groups'
  expect(groupsIn({ [url]: ['a'] }, url).groups).toEqual(['a'])
  expect(groupsIn({ realm_access: { roles: ['a'] } }, 'realm_access.roles').groups).toEqual(['a'])
  expect(of('a').groups).toEqual(['a'])
  expect(of([]).groups).toEqual([])
  const dotted = { resource_access: { 'gate.house': { roles: ['a'] } } }
  expect(groupsIn(dotted, 'resource_access.gate.house.roles').groups).toEqual(['a'])
})

test('names stay exactly as the provider sent them', () => {
  const names = [
    'all-admin ',
    '\u0001all-admin\u0002',
    '\tall-auditor',
    'All-Admin',
    'x'.repeat(400),
  ]
  expect(of(names)).toMatchObject({ groups: names, ignored: 0 })
})

test('what cannot be stored unchanged is ignored and counted', () => {
  const found = of(['a', 'all-admin\u0000', 'half \ud800', 'y'.repeat(3000), '', null, 7])
  expect(found).toMatchObject({ groups: ['a'], ignored: 6 })
})

test('an absent claim is not the same as no groups', () => {
  expect(groupsIn({}, 'groups').groups).toBeUndefined()
  expect(of(null).groups).toBeUndefined()
})

test('a single string is split only at the configured separator', () => {
  expect(of('ops,views')).toMatchObject({ groups: ['ops,views'], isOneText: true })
  expect(of('ops,views', ',')).toMatchObject({ groups: ['ops', 'views'], isOneText: false })
  expect(of('ops, views', ',').groups).toEqual(['ops', ' views'])
  expect(of(['ops,views'], ',').groups).toEqual(['ops,views'])
  expect(of('ops').isOneText).toBe(false)
})

test('an overage is a refusal, never "no groups"', () => {
  const overage = expect.objectContaining({ code: 'groups-overage' })
  const pointer = { _claim_names: { groups: 'src1' }, _claim_sources: {} }
  expect(() => groupsIn(pointer, 'groups')).toThrow(overage)
  expect(() => groupsIn({ hasgroups: true }, 'groups')).toThrow(overage)
  // Another claim's pointer says nothing about this one.
  const other = { _claim_names: { wids: 's' }, groups: ['a'] }
  expect(groupsIn(other, 'groups').groups).toEqual(['a'])
  expect(groupsIn({ hasgroups: true, roles: ['a'] }, 'roles').groups).toEqual(['a'])
  expect(groupsIn({ hasgroups: true }, 'roles').groups).toBeUndefined()
  expect(groupsIn(pointer, 'constructor').groups).toBeUndefined()
})

test.each([[{ a: 1 }], [[1, 2]], [7], [[{ name: 'a' }]]])('%j names no groups', (value) => {
  expect(() => of(value)).toThrow(expect.objectContaining({ code: 'groups-unreadable' }))
})
