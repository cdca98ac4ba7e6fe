import { expect, test } from 'vitest'
import { GroupsOverage, GroupsUnreadable, groupsIn } from './groups'

test('groups are read by exact name, a name like a URL, or a path', () => {
  expect(groupsIn({ groups: ['a', 'b', 'a'] }, 'groups')).toEqual(['a', 'b'])
  expect(groupsIn({ 'https://x.example/groups': ['a'] }, 'https://x.example/groups')).toEqual(['a'])
  expect(groupsIn({ realm_access: { roles: ['a'] } }, 'realm_access.roles')).toEqual(['a'])
  expect(groupsIn({ groups: 'a' }, 'groups')).toEqual(['a'])
  expect(groupsIn({ groups: [] }, 'groups')).toEqual([])
})

test('an absent claim is not the same as no groups', () => {
  expect(groupsIn({}, 'groups')).toBeUndefined()
  expect(groupsIn({ groups: null }, 'groups')).toBeUndefined()
})

test('an overage is an error, never "no groups"', () => {
  const pointer = { _claim_names: { groups: 'src1' }, _claim_sources: {} }
  expect(() => groupsIn(pointer, 'groups')).toThrow(GroupsOverage)
  expect(() => groupsIn({ hasgroups: true }, 'groups')).toThrow(GroupsOverage)
  // Another claim's pointer says nothing about this one.
  expect(groupsIn({ _claim_names: { wids: 's' }, groups: ['a'] }, 'groups')).toEqual(['a'])
})

test.each([[{ a: 1 }], [[1, 2]], [7], [[{ name: 'a' }]]])('%j names no groups', (value) => {
  expect(() => groupsIn({ groups: value }, 'groups')).toThrow(GroupsUnreadable)
})
