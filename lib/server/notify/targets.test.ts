import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardedDispatcher, isForbidden, whyForbidden } from './targets'
import { signedHeaders } from './webhook'

const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const nextKey = 'whsec_Z2F0ZWhvdXNlLXNlY29uZC1zZWNyZXQtMDAwMDAwMDA='
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const body = '{"test": 2432232314}'

let server: Server
let port = 0
let hits = 0
beforeAll(async () => {
  server = createServer((_, response) => {
    hits += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

test('N2: the signature of the specification’s reference vector', () => {
  const at = new Date(1614265330 * 1000)
  expect(signedHeaders(id, body, [key], at)).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

test('N2: a tampered body, id or timestamp, an old or future timestamp and a wrong key do not verify', () => {
  const headers = signedHeaders(id, body, [key])
  const verify = (text: string, changed: Record<string, string> = {}, secret = key) =>
    new Webhook(secret).verify(text, { ...headers, ...changed })
  expect(verify(body)).toEqual({ test: 2432232314 })
  const later = String(Number(headers['webhook-timestamp']) + 1)
  expect(() => verify(`${body} `)).toThrow(/signature/)
  expect(() => verify(body, { 'webhook-id': `${id}x` })).toThrow(/signature/)
  expect(() => verify(body, { 'webhook-timestamp': later })).toThrow(/signature/)
  expect(() => verify(body, {}, nextKey)).toThrow(/signature/)
  for (const [minutes, word] of [
    [-6, /old/],
    [6, /new/],
  ] as const) {
    const at = new Date(Date.now() + minutes * 60_000)
    expect(() => new Webhook(key).verify(body, signedHeaders(id, body, [key], at))).toThrow(word)
  }
})

test('N2: while a secret is rotated, receivers with the old and the new one verify', () => {
  const headers = signedHeaders(id, body, [nextKey, key])
  for (const secret of [key, nextKey])
    expect(new Webhook(secret).verify(body, headers)).toEqual({ test: 2432232314 })
  expect(() => new Webhook(nextKey).verify(body, signedHeaders(id, body, [key]))).toThrow()
})

test('N2: only public addresses are reachable, in whatever spelling', () => {
  const forbidden = [
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:0:10.0.0.1',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    'no address',
  ]
  expect(forbidden.filter((one) => whyForbidden(one, []) === undefined)).toEqual([])
  expect(['8.8.8.8', '2606:4700::1111'].filter((one) => whyForbidden(one, []))).toEqual([])
})

test('N2: the allow list opens private ranges, but never metadata addresses', () => {
  const allowed = ['10.0.0.0/8', '127.0.0.1', '169.254.0.0/16', '0.0.0.0/0', '::/0']
  expect(whyForbidden('10.1.2.3', ['10.0.0.0/8'])).toBeUndefined()
  expect(whyForbidden('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBeUndefined()
  expect(whyForbidden('11.1.2.3', ['10.0.0.0/8'])).toBeUndefined()
  expect(whyForbidden('192.168.0.1', ['10.0.0.0/8'])).toMatch(/private/)
  const v4 = ['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192']
  const v6 = ['::ffff:169.254.169.254', 'fd00:ec2::254', 'fd20:ce::254', 'fe80::1']
  const behindGateways = ['64:ff9b::a9fe:a9fe', '64:ff9b::100.100.100.200', '2002:a9fe:a9fe::1']
  for (const one of [...v4, ...v6, ...behindGateways])
    expect(whyForbidden(one, allowed), one).toMatch(/metadata/)
  expect(whyForbidden('64:ff9b::8.8.8.8', ['64:ff9b::/96'])).toBeUndefined()
})

/** Answers of a name server, one per question. */
const names = (...answers: string[][]) => {
  let asked = 0
  const lookup = (_: string, __: unknown, done: (...found: never[]) => void) => {
    const found = answers[Math.min(asked++, answers.length - 1)] ?? []
    const addresses = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    done(...([null, addresses] as never[]))
  }
  return { lookup: lookup as never, questions: () => asked }
}

async function send(host: string, allowed: string[], lookup?: never) {
  const url = `http://${host}:${port}/`
  const dispatcher = guardedDispatcher(url, allowed, 2_000, lookup)
  try {
    const answer = await request(url, { method: 'POST', body: '{}', dispatcher })
    await answer.body.dump()
    return answer.statusCode
  } catch (error) {
    return isForbidden(error) ? 'forbidden' : String(error)
  } finally {
    await dispatcher.destroy()
  }
}

test('N2: loopback is refused before anything is sent, as an address and behind a name', async () => {
  const before = hits
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
  ])
    expect(await send(host, []), host).toBe('forbidden')
  expect(await send('receiver.test', [], names(['127.0.0.1']).lookup)).toBe('forbidden')
  expect(await send('receiver.test', [], names(['8.8.8.8', '127.0.0.1']).lookup)).toBe('forbidden')
  expect(hits).toBe(before)
  expect(await send('127.0.0.1', ['127.0.0.1'])).toBe(200)
})

test('N2: a name that changes its address is checked where the connection goes', async () => {
  const before = hits
  // The allowed answer comes first. Whoever checked a name and then connected by it would reach the second.
  const rebound = names(['127.0.0.1'], ['169.254.169.254'])
  expect(await send('rebind.test', ['127.0.0.1'], rebound.lookup)).toBe(200)
  expect(rebound.questions()).toBe(1)
  expect(hits).toBe(before + 1)
  expect(await send('rebind.test', ['127.0.0.1'], rebound.lookup)).toBe('forbidden')
  expect(hits).toBe(before + 1)
})

test('N2: behind a proxy, private addresses stay refused', async () => {
  const before = hits
  process.env.HTTP_PROXY = `http://127.0.0.1:${port}`
  try {
    expect(await send('169.254.169.254', [])).toBe('forbidden')
    expect(await send('localhost', [])).toBe('forbidden')
    expect(hits).toBe(before)
    expect(await send('receiver.invalid', [])).toBe(200)
    expect(hits).toBe(before + 1)
  } finally {
    delete process.env.HTTP_PROXY
  }
})
