import { expect, test } from 'vitest'
import { askedBy } from './asked-by'
import { lineOf } from './log'
import { configured } from './testing/configured'

configured()

const person = {
  iss: 'https://idp.example',
  sub: 'vera',
  sessionId: '0190c0de-aaaa-bbbb-cccc-ddddeeeeffff',
  ip: '203.0.113.9',
}
const line = (asked: Parameters<typeof askedBy>[0]) =>
  lineOf(new Date(0), 'info', 'refused', askedBy(asked))

test('a refusal says who asked, from where, and which ids', () => {
  const input = { groupId: 'a'.repeat(24), clusterName: 'main', entryValue: '203.0.113.1' }
  expect(askedBy({ person, op: 'access.remove', input })).toEqual({
    address: '203.0.113.9',
    issuer: 'https://idp.example',
    subject: 'vera',
    session: '0190c0de',
    op: 'access.remove',
    asked: { groupId: 'a'.repeat(24), clusterName: 'main' },
  })
})

test('a request with the cookie of an ended session is logged with its person, too', () => {
  const ended = { sub: 'vera', sid: person.sessionId }
  expect(askedBy({ ended, op: 'me.get' })).toMatchObject({ subject: 'vera', session: '0190c0de' })
})

test('the ids of a request and of its operation are both logged', () => {
  const input = {
    op: 'employee.grant',
    input: { groupId: 'b'.repeat(24) },
    reason: 'private words',
  }
  expect(line({ person, op: 'requests.file', input })).toContain('b'.repeat(24))
  expect(line({ person, op: 'requests.file', input })).not.toContain('private words')
})

test('no input makes a line long, forges a line or shows a session', () => {
  const nasty = `x"\n{"level":"error"}\r\u2028\u202e\u001b[2J${'y'.repeat(900_000)}`
  const input = {
    groupId: nasty,
    [nasty]: nasty,
    sessionId: person.sessionId,
    tokenId: 'secret-token',
    list: [{ groupId: 'z' }],
    ...Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}Id`, 'v'])),
  }
  const text = line({ person: { ...person, sub: nasty }, op: nasty, input })
  expect(text.length).toBeLessThan(4_000)
  expect(text).toMatch(/^[\x20-\x7e…]*$/)
  expect(text).not.toContain(person.sessionId)
  expect(text).not.toContain('secret-token')
})

test.each([null, 'text', 7, ['groupId'], { input: null }, { input: ['x'] }])(
  'an input of any form is taken: %j',
  (input) => {
    expect(askedBy({ person, op: 'x', input }).asked).toBeUndefined()
  },
)
