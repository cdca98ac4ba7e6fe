import { expect, test } from 'vitest'
import { z } from 'zod'
import { resource } from './verbs'

type At = { name: string }
const key = resource({
  read: (_: At) => ({ id: 'keys.list', input: {} }),
  answer: z.array(z.object({ name: z.string(), note: z.string(), state: z.string().optional() })),
  find: (all, { name }) => all.find((one) => one.name === name),
  gone: 'It is gone.',
})
const at = { name: 'a' }
const a = { name: 'a', note: 'old' }
const change = key.changes({
  id: 'keys.change',
  input: z.object({ note: z.string().min(1) }),
  settings: ({ note }) => ({ note }),
  changed: 'Someone else changed it.',
})
const input = { ...at, note: 'new', opened: { note: 'old' } }

test('an answer of another shape stops a command and never counts as done', () => {
  for (const verb of [key.creates('It exists.'), key.removes()]) {
    expect(verb.precondition.whyNot({ error: 'html' }, at)).toMatch(/can’t read/)
    expect(verb.readBack.verdict({ error: 'html' }, at)).toBe('other')
  }
  expect(change.readBack.verdict('', input)).toBe('other')
})

test('it is created where there was none, and not beside another', () => {
  const verb = key.creates('It exists.', ({ note }) => note === 'new')
  expect(verb.precondition.whyNot([], at)).toBeUndefined()
  expect(verb.precondition.whyNot([a], at)).toBe('It exists.')
  expect(verb.readBack.verdict([], at)).toBe('absent')
  expect(verb.readBack.verdict([a], at)).toBe('other')
  expect(verb.readBack.verdict([{ ...a, note: 'new' }], at)).toBe('done')
})

test('a change that starts from other settings is stopped, and undone with the former ones', () => {
  expect(change.precondition.whyNot([a], input)).toBeUndefined()
  expect(change.precondition.whyNot([{ ...a, note: 'else' }], input)).toMatch(/Someone else/)
  expect(change.precondition.whyNot(undefined, input)).toBe('It is gone.')
  expect(change.readBack.verdict([a], input)).toBe('absent')
  expect(change.readBack.verdict([{ ...a, note: 'new' }], input)).toBe('done')
  expect(change.readBack.verdict([{ ...a, note: 'else' }], input)).toBe('other')
  expect(change.undo(input)).toEqual({
    id: 'keys.change',
    input: { name: 'a', note: 'old', opened: { note: 'new' } },
  })
  expect(change.undo({ ...input, opened: { note: '' } }), 'does not fit').toBeUndefined()
})

test('it is removed once, and one that is leaving counts as removed', () => {
  const verb = key.removes({ isLeaving: ({ state }) => state === 'DELETING' })
  const leaving = [{ ...a, state: 'DELETING' }]
  expect(verb.precondition.whyNot([a], at)).toBeUndefined()
  expect(verb.precondition.whyNot(leaving, at)).toMatch(/already/)
  expect(verb.precondition.whyNot([], at)).toBe('It is gone.')
  expect([[a], leaving, undefined].map((answer) => verb.readBack.verdict(answer, at))).toEqual([
    'absent',
    'done',
    'done',
  ])
})
