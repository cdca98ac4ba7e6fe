import { expect, test } from 'vitest'
import { eventTypes, wordsFor } from './event-types'

// `append` takes no other type, so that the table is complete: TypeScript checks it.

test('every event has words of its own, and none is only its type', () => {
  const words = Object.keys(eventTypes).map((type) => wordsFor(type).event)
  expect(new Set(words).size).toBe(words.length)
  for (const one of words) expect(one).toMatch(/^[A-Z“][^._]+[^._]$/)
})

test('an event of another version is its own word', () => {
  expect(wordsFor('request.teleported')).toEqual({ event: 'request.teleported' })
  expect(wordsFor('constructor')).toEqual({ event: 'constructor' })
})
