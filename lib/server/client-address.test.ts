import { channel } from 'node:diagnostics_channel'
import { createServer, request } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import { addressForAtlas, clientAddress } from './client-address'
import { watchPeers } from './peer'
import { configured } from './testing/configured'

beforeAll(() => configured())

const by = (value: string, header = 'x-forwarded-for', proxies: number | string[] = 1) =>
  clientAddress(new Headers({ [header]: value }), {
    trustedProxyHeader: header,
    trustedProxies: proxies,
  })

const none = { trustedProxyHeader: null, trustedProxies: 1 }

test('behind a trusted proxy only the last hop counts', () => {
  expect(by('6.6.6.6, 203.0.113.8')).toBe('203.0.113.8')
  expect(by('203.0.113.8')).toBe('203.0.113.8')
  expect(by('203.0.113.8:51000')).toBe('203.0.113.8')
  expect(by('[2001:db8::1]:443')).toBe('2001:db8::1')
  expect(by('::ffff:203.0.113.8')).toBe('203.0.113.8')
  expect(by('for=6.6.6.6, for="[2001:db8::2]:47";proto=https', 'forwarded')).toBe('2001:db8::2')
})

test.each(['unknown', '', 'evil.example', '10.1', '203.0.113.8, ', '1.2.3.4.5'])(
  '"%s" as the last hop is no address',
  (value) => expect(by(value)).toBeUndefined(),
)

test('behind several trusted proxies the hop that the first of them wrote counts', () => {
  const two = (value: string) => by(value, 'x-forwarded-for', 2)
  expect(two('6.6.6.6, 203.0.113.8, 10.0.0.2')).toBe('203.0.113.8')
  expect(two('203.0.113.8, 10.0.0.2')).toBe('203.0.113.8')
  // Straight to the inner proxy, past the outer one.
  expect(two('203.0.113.8')).toBe('203.0.113.8')
  expect(two('evil.example, 10.0.0.2')).toBeUndefined()
})

test('with the addresses of the proxies, the first hop from the right that is none of them counts', () => {
  watchPeers()
  const server = createServer()
  const from = (peer: string, value: string) => {
    const incoming = { headers: {}, socket: { remoteAddress: peer } }
    channel('http.server.request.start').publish({ request: incoming, server })
    const headers = new Headers({ ...incoming.headers, 'x-forwarded-for': value })
    return clientAddress(headers, {
      trustedProxyHeader: 'x-forwarded-for',
      trustedProxies: ['127.0.0.1/32', '10.0.0.0/8', '2001:db8:1::/48'],
    })
  }
  expect(from('127.0.0.1', '6.6.6.6, 203.0.113.8, 10.0.0.2')).toBe('203.0.113.8')
  expect(from('127.0.0.1', '203.0.113.8, 10.0.0.2, 2001:db8:1::5')).toBe('203.0.113.8')
  expect(from('::ffff:10.0.0.1', '203.0.113.8')).toBe('203.0.113.8')
  expect(from('10.0.0.1', '10.7.7.7, 10.0.0.2')).toBe('10.7.7.7')
  // Past the proxies, a header of the client's own.
  expect(from('203.0.113.8', '6.6.6.6')).toBe('203.0.113.8')
  expect(from('127.0.0.1', '203.0.113.8, unknown')).toBeUndefined()
  expect(from('127.0.0.1', '')).toBeUndefined()
})

test('without a trusted proxy the socket counts, and no header can forge it', async () => {
  watchPeers()
  watchPeers()
  const seen: unknown[] = []
  const server = createServer((incoming, response) => {
    const headers = new Headers()
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
    seen.push(clientAddress(headers, none))
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const forged = {
    'x-forwarded-for': '8.8.8.8',
    'x-real-ip': '8.8.8.8',
    'x-gatehouse-peer': 'x 8.8.8.8',
  }
  for (const headers of [{}, forged])
    await new Promise<void>((resolve, reject) =>
      request({ port, host: '127.0.0.1', headers }, (r) => r.resume().on('end', resolve))
        .on('error', reject)
        .end(),
    )
  await new Promise((resolve) => server.close(resolve))
  expect(seen).toEqual(['127.0.0.1', '127.0.0.1'])
  expect(clientAddress(new Headers(forged), none)).toBeUndefined()
})

test('an address that Atlas cannot see is not offered', () => {
  expect(addressForAtlas('203.0.113.8')).toEqual({ address: '203.0.113.8', why: null })
  expect(addressForAtlas('127.0.0.1').address).toBeNull()
  expect(addressForAtlas('::1').address).toBeNull()
  expect(addressForAtlas(undefined)).toEqual({ address: null, why: expect.any(String) })
  expect(addressForAtlas('10.0.0.7')).toEqual({ address: '10.0.0.7', why: expect.any(String) })
})
