import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { beforeAll, expect, test, vi } from 'vitest'
import { personaNamed } from '@/sandbox/idp/personas'
import { cookieName } from './cookies'
import { dataRoute } from './data-route'
import { sql } from './database'
import { testSecret, testUrl } from './testing/configured'
import { startConsole } from './testing/start'

await startConsole()
let sid: string

beforeAll(async () => {
  sid = randomUUID()
  const { name, displayName, groups } = personaNamed('viewer')!
  await sql()`insert into session ${sql()({
    id: sid,
    iss: 'http://localhost:1',
    sub: name,
    name: displayName,
    groups,
  })}`
})

async function send(op: string, body: string, session = sid) {
  const token = await encode({ token: { sub: 'viewer', sid: session }, secret: testSecret })
  const headers = new Headers({
    origin: testUrl,
    'content-type': 'application/json',
    cookie: `${cookieName('session')}=${token}`,
  })
  const lines: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line))
    return true
  })
  try {
    const bytes = new TextEncoder().encode(body)
    const answer = await dataRoute(
      {
        path: `/api/ops/${op}`,
        headers,
        signal: new AbortController().signal,
        body: (async function* () {
          yield bytes
        })(),
      },
      op,
    )
    const line = lines.map((text) => JSON.parse(text)).find((one) => one.message === 'refused')
    return { status: answer.status, failure: JSON.parse(answer.body), line }
  } finally {
    write.mockRestore()
  }
}

test('a refusal is logged with the person and the ids', async () => {
  const groupId = 'd'.repeat(24)
  const { status, failure, line } = await send('projects.get', JSON.stringify({ groupId }))
  expect(status).toBe(404)
  expect(line).toMatchObject({
    requestId: failure.requestId,
    subject: 'viewer',
    session: sid.slice(0, 8),
    op: 'projects.get',
    asked: { groupId },
    kind: 'not-found',
  })
})

test('an unreadable body and an ended session are logged with the sender', async () => {
  const nested = await send('me.get', '['.repeat(20_000))
  expect(nested.status).toBe(400)
  expect(nested.line).toMatchObject({ subject: 'viewer', kind: 'invalid' })
  const gone = randomUUID()
  const ended = await send('me.get', '{}', gone)
  expect(ended.status).toBe(401)
  expect(ended.line).toMatchObject({ subject: 'viewer', session: gone.slice(0, 8) })
})

test('a typed reason is not logged', async () => {
  const reason = 'PRIVATE words of the requester'
  const input = { groupId: 'd'.repeat(24), clusterName: 'main', grantType: 'x', minutes: 1 }
  const filed = await send('requests.file', JSON.stringify({ op: 'employee.grant', input, reason }))
  expect(filed.status).toBeGreaterThanOrEqual(400)
  expect(filed.line).toMatchObject({ asked: { op: 'employee.grant', clusterName: 'main' } })
  expect(JSON.stringify(filed.line)).not.toContain('PRIVATE')
})
