import { expect, it } from 'vitest'
import { onto } from './merge'

it('what was touched stays, what was not follows what is there now', () => {
  const start = { name: 'a', note: 'b', gone: 'x', opened: { v: 1 } }
  const typed = { name: 'mine', note: 'b', gone: 'x', opened: { v: 1 } }
  const next = { name: 'theirs', note: 'theirs too', gone: undefined, opened: { v: 2 } }
  expect(onto(start, typed, next)).toEqual({
    name: 'mine',
    note: 'theirs too',
    gone: undefined,
    opened: { v: 2 },
  })
})

it('groups are looked at field by field, lists as a whole', () => {
  const start = { changes: { domains: ['a'], roles: ['r'], on: true } }
  const typed = { changes: { domains: ['a', 'mine'], roles: ['r'], on: true } }
  const next = { changes: { domains: ['a', 'theirs'], roles: ['r', 's'] } }
  expect(onto(start, typed, next)).toEqual({
    changes: { domains: ['a', 'mine'], roles: ['r', 's'], on: undefined },
  })
})

it('an empty text in a field that began with nothing is no touch', () => {
  expect(onto({}, { note: '' }, { note: 'theirs' })).toEqual({ note: 'theirs' })
  expect(onto({ note: 'was' }, { note: '' }, { note: 'theirs' })).toEqual({ note: '' })
})
