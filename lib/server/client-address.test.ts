import { createServer, request } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import { addressForAtlas, clientAddress } from './client-address'
import { watchPeers } from './peer'
import { configured } from './testing/configured'

beforeAll(() => configured())

const by = (value: string, header = 'x-forwarded-for') =>
  clientAddress(new Headers({ [header]: value }), header)

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

test('without a trusted proxy the socket counts, and no header can forge it', async () => {
  watchPeers()
  watchPeers()
  const seen: unknown[] = []
  const server = createServer((incoming, response) => {
    const headers = new Headers()
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
    seen.push(clientAddress(headers, null))
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
  expect(clientAddress(new Headers(forged), null)).toBeUndefined()
})

test('an address that Atlas cannot see is not offered', () => {
  expect(addressForAtlas('203.0.113.8')).toEqual({ address: '203.0.113.8', why: null })
  expect(addressForAtlas('127.0.0.1').address).toBeNull()
  expect(addressForAtlas('::1').address).toBeNull()
  expect(addressForAtlas(undefined)).toEqual({ address: null, why: expect.any(String) })
  expect(addressForAtlas('10.0.0.7')).toEqual({ address: '10.0.0.7', why: expect.any(String) })
})
