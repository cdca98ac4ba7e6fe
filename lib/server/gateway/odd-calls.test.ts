import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { times } from '@/scripts/testing/full-size'
import { bytesOf } from './body-of'
import { addressBody, commandsInLog, jsonOf, startGateway } from './testing'

const gateway = await startGateway([{ machine: 'changes', role: 'operator', scope: { all: true } }])
const { world, as, raw } = gateway
const v2 = '/api/atlas/v2'
const clusters = `${v2}/groups/6238513e765aeb25ee8e1956/clusters`
const sent = (groupId: string, operationId: string) => world.calls({ groupId, operationId })

test('a body that does not arrive is given up, and nothing is sent', async () => {
  const body = Readable.from(
    (async function* () {
      yield Buffer.from('[')
      await new Promise(() => {})
    })(),
  )
  const slow = bytesOf({ headers: new Headers(), body }, { silenceMs: 20, wholeMs: 1_000 })
  await expect(slow).rejects.toMatchObject({ answer: { status: 408 } })
})

test('a change that its approver could not read exactly is refused', async () => {
  const { groupId } = await world.project()
  const path = `${v2}/groups/${groupId}/accessList`
  const good = addressBody()
  const json = { 'content-type': 'application/json' }
  for (const [what, query, body, headers] of [
    ['a repeated name', '', '[{"cidrBlock":"1.2.3.4/32","cidrBlock":"0.0.0.0/0"}]', json],
    ['no JSON', '', 'cidrBlock=0.0.0.0/0', json],
    ['another type', '', good, { 'content-type': 'text/plain' }],
    ['another charset', '', good, { 'content-type': 'application/json;charset=iso-8859-1' }],
    ['two charsets', '', good, { 'content-type': 'application/json;charset=utf-8;charset=utf-7' }],
    ['a compressed body', '', good, { ...json, 'content-encoding': 'gzip' }],
    ['an unknown query', '?force=true', good, json],
    ['an envelope', '?envelope=true', good, json],
  ] as const) {
    const answer = await as('changes', 'POST', path + query, { body, headers })
    expect([what, answer.status >= 400 && answer.status <= 415]).toEqual([what, true])
    expect(jsonOf(answer).errorCode, what).toBe('GATEHOUSE_INVALID_REQUEST')
  }
  const large = await as('changes', 'POST', path, { body: `"${'x'.repeat(11 << 20)}"` })
  expect(large.status).toBe(413)
  const chunks = `100000\r\n${' '.repeat(0x100000)}\r\n`.repeat(10)
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${await gateway.token('changes')}\r\n`
  const whole = `${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`
  // A client that goes on sending reads the refusal afterwards.
  expect(await raw(whole)).toMatch(/^HTTP\/1.1 413/)
  expect(await raw(whole.replace('chunked', 'gzip, chunked'))).toMatch(/^HTTP\/1.1 415/)
  expect(await sent(groupId, 'createGroupAccessListEntry')).toEqual([])
  expect(await commandsInLog(groupId)).toEqual([])
})

test('a request that two servers would read differently is refused', async () => {
  const { groupId } = await world.project()
  const token = await gateway.token('changes')
  const target = `${v2}/groups/${groupId}/accessList`
  const head = `POST ${target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\nconnection: close\r\n`
  const body = addressBody()
  for (const more of [
    `content-length: ${body.length}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    `content-length: ${body.length}\r\ncontent-length: 3\r\n\r\n${body}`,
    `transfer-encoding: identity, chunked, x\r\n\r\n0\r\n\r\n`,
    `x-a: 1\n x-b\r\n\tx: 2\r\ncontent-length : 2\r\n\r\n[]`,
  ]) {
    const answer = await raw(head + more)
    expect(answer.startsWith('HTTP/1.1 400') || answer === '', more).toBe(true)
  }
  // Node takes the header's first line only as a value.
  const injected = await raw(
    `GET ${target}%0d%0ax-evil:1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`,
  )
  expect(injected).toContain('GATEHOUSE_UNKNOWN_OPERATION')
  expect(injected).not.toMatch(/^x-evil/im)
  const old = await raw(`GET ${target} HTTP/1.0\r\nauthorization: Bearer ${token}\r\n\r\n`)
  expect(old).toMatch(/^HTTP\/1\.[01] (200|406)/)
  const asked = await raw(
    `${head}accept: application/vnd.atlas.2025-03-12+json\r\nexpect: 100-continue\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  expect(asked).toMatch(/HTTP\/1\.1 20[01]/)
  expect(await sent(groupId, 'createGroupAccessListEntry')).toHaveLength(1)
})

test('odd paths are refused, and none reaches Atlas', async () => {
  const { groupId } = await world.project()
  const token = await gateway.token('changes')
  const parts = [
    '..',
    '%2e%2e',
    '%2F',
    '//',
    ';a=b',
    '%00',
    '%C0%AE',
    '%5C',
    '%252e',
    '/./',
    '%0a',
    '?',
    '#',
    ' ',
    'CLUSTERS',
    '%u002e',
    '/',
    '\\',
    '%E2%80%AE',
    ':',
  ]
  const before = (await world.calls({})).length
  let seed = 7
  const random = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % most
  }
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE']
  const paths = Array.from({ length: times(300, 1_000) }, () => {
    const base = `${v2}/groups/${groupId}/clusters/x`
    const at = v2.length + random(base.length - v2.length)
    const tail = Array.from({ length: 1 + random(3) }, () => parts[random(parts.length)]).join('')
    const path = `${base.slice(0, at)}${tail}${base.slice(at)}/odd`
    return `${methods[random(methods.length)]} ${path}`
  })
  for (let i = 0; i < paths.length; i += 100) {
    const some = paths.slice(i, i + 100)
    const answers = await Promise.all(
      some.map((line) =>
        raw(
          `${line} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`,
        ),
      ),
    )
    for (const [n, answer] of answers.entries())
      expect(answer === '' || /^HTTP\/1\.1 (400|403|404|405)/.test(answer), some[n]).toBe(true)
  }
  const after = await world.calls({})
  // The directory reads projects by itself.
  const reached = after.slice(before).filter(({ path }) => /odd|%|;/.test(path))
  expect(reached).toEqual([])
})

describe('outside of the Admin API', () => {
  test.each([
    ['/api/atlas/v1.0/groups', 'version 2'],
    ['/api/atlas/v1.5/groups', 'version 2'],
    ['/api/public/v1.0/groups', 'version 2'],
    ['/api/private/v1.0/telemetry/events', 'telemetry'],
    ['/api/private/unauth/telemetry/events', 'telemetry'],
    ['/api/private/anything', '/api/atlas/v2'],
    ['/api/atlas', '/api/atlas/v2'],
  ])('%s is a 404 with a sentence', async (path, word) => {
    const answer = await fetch(gateway.origin + path, {
      method: 'POST',
      body: 'secret command line',
    })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toMatchObject({
      error: 404,
      errorCode: 'GATEHOUSE_UNKNOWN_OPERATION',
      detail: expect.stringContaining(word),
      reason: 'Not Found',
    })
  })

  test('a client learns its address as Gatehouse sees it, and is asked for a credential elsewhere', async () => {
    const info = await fetch(`${gateway.origin}/api/private/ipinfo`)
    expect([200, 404]).toContain(info.status)
    const none = await fetch(gateway.origin + clusters)
    expect(none.status).toBe(401)
    expect(none.headers.get('www-authenticate')).toMatch(/Bearer/)
    expect(await none.json()).toMatchObject({ error: 401, errorCode: 'GATEHOUSE_UNAUTHORIZED' })
  })

  test('envelope=true, a body in a GET and a header that overrides the method are refused', async () => {
    for (const query of ['envelope=true', 'envelope=TRUE', '%65nvelope=true', 'Envelope=1'])
      expect((await as('changes', 'GET', `${clusters}?${query}`)).status, query).toBe(400)
    const headers = { 'x-http-method-override': 'DELETE' }
    for (const overridden of [
      await as('changes', 'GET', clusters, { headers }),
      await as('changes', 'GET', `${clusters}?_method=DELETE`),
      await as('changes', 'GET', `${clusters}?X-HTTP-Method-Override=DELETE`),
    ])
      expect(jsonOf(overridden).errorCode).toBe('GATEHOUSE_UNKNOWN_OPERATION')
    const token = await gateway.token('changes')
    const head = `GET ${clusters} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n`
    expect(await raw(`${head}content-length: 2\r\n\r\n{}`)).toMatch(/^HTTP\/1.1 400/)
  })
})
