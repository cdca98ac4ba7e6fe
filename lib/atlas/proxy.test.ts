import { createServer, request as forward, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect as open } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connect } from './connection'
import { routeTo, unusedExceptions } from './proxy'
import {
  aChange,
  aRead,
  aServiceAccount,
  type ScriptedAtlas,
  scriptedAtlas,
} from './testing/scripted-atlas'

let atlas: ScriptedAtlas
beforeAll(async () => {
  atlas = await scriptedAtlas()
})
afterAll(() => atlas.close())

const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']
afterEach(() => {
  for (const name of variables) {
    Reflect.deleteProperty(process.env, name)
    Reflect.deleteProperty(process.env, name.toLowerCase())
  }
})

/** A forward proxy: absolute addresses for http, CONNECT for https. With `refuse` it answers CONNECT with that status, with `cuts` it closes. */
async function startProxy({ refuse, cuts }: { refuse?: string; cuts?: boolean } = {}) {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    const { method, headers, url = '' } = request
    const onward = forward(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  server.on('connect', (request, socket) => {
    seen.push(request)
    if (cuts) return socket.destroy()
    if (refuse) return socket.end(`HTTP/1.1 ${refuse}\r\n\r\n`)
    const [host, port] = (request.url ?? '').split(':')
    const onward = open(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    seen,
    host: `127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

const connection = (baseUrl = atlas.url) =>
  connect({ name: 'c', baseUrl, credentials: aServiceAccount, timeoutMs: 3_000 })

describe('a call to Atlas', () => {
  test.each(['HTTP_PROXY', 'http_proxy'])('goes through the proxy of %s', async (name) => {
    const proxy = await startProxy()
    process.env[name] = `http://someone:pass%20word@${proxy.host}`
    const one = connection()
    expect((await one.call(aRead)).status).toBe(200)
    await one.call(aChange)
    await one.close()
    expect(proxy.seen.map(({ url }) => url)).toContain(
      `${atlas.url}/api/atlas/v2/groups/0123456789abcdef01234567/clusters/orders-eu`,
    )
    const credential = Buffer.from('someone:pass word').toString('base64')
    expect(proxy.seen[0]?.headers['proxy-authorization']).toBe(`Basic ${credential}`)
    await proxy.close()
  })

  test('names a user without a password to the proxy', async () => {
    const proxy = await startProxy()
    process.env.HTTP_PROXY = `http://someone@${proxy.host}`
    const one = connection()
    await one.call(aRead)
    await one.close()
    const credential = Buffer.from('someone:').toString('base64')
    expect(proxy.seen[0]?.headers['proxy-authorization']).toBe(`Basic ${credential}`)
    await proxy.close()
  })

  test('is direct when NO_PROXY lists the host', async () => {
    process.env.HTTP_PROXY = 'http://127.0.0.1:1'
    process.env.NO_PROXY = 'example.com,127.0.0.1'
    const one = connection()
    expect((await one.call(aRead)).status).toBe(200)
    await one.close()
  })

  test.each([
    ['http', 'http://127.0.0.1:1'],
    ['https', 'https://127.0.0.1:1'],
  ])(
    'names a proxy that it cannot reach, without the password, and sends nothing (%s)',
    async (_, baseUrl) => {
      process.env.HTTP_PROXY = 'http://someone:secret@127.0.0.1:9'
      const one = connection(baseUrl)
      const error = await one.call(aChange).catch((e: Error) => e)
      expect(error).toMatchObject({ kind: 'atlas-down', outcome: 'failed' })
      expect(String(error)).toContain('http://127.0.0.1:9')
      expect(String(error)).not.toMatch(/secret|someone/)
      await one.close()
    },
  )

  test.each(['407 Proxy Authentication Required', '403 Forbidden', '502 Bad Gateway'])(
    'reports the status of a proxy that refuses it with %s, and sends nothing',
    async (refuse) => {
      const proxy = await startProxy({ refuse })
      process.env.https_proxy = `http://${proxy.host}`
      const one = connection('https://cloud.example.com')
      const error = await one.call(aChange).catch((e: Error) => e)
      expect(error).toMatchObject({ kind: 'atlas-down', outcome: 'failed' })
      expect(String(error)).toContain(
        `${proxy.host} refused the connection (status ${refuse.slice(0, 3)})`,
      )
      expect(proxy.seen[0]?.url).toBe('cloud.example.com:443')
      await one.close()
      await proxy.close()
    },
  )
})

test('a proxy that closes the connection is not asked without end', async () => {
  const proxy = await startProxy({ cuts: true })
  process.env.HTTPS_PROXY = `http://${proxy.host}`
  const one = connection('https://cloud.example.com')
  const error = await one.call(aChange).catch((e: Error) => e)
  expect(error).toMatchObject({ kind: 'atlas-down', outcome: 'failed' })
  expect(proxy.seen.length).toBeLessThan(10)
  await one.close()
  await proxy.close()
})

describe('the route to an address', () => {
  const env = { HTTPS_PROXY: 'proxy.corp:3128', HTTP_PROXY: 'http://other.corp' }
  test.each([
    ['https://cloud.mongodb.com', {}, 'http://proxy.corp:3128'],
    ['http://cloud.mongodb.com', {}, 'http://other.corp'],
    ['http://cloud.mongodb.com', { http_proxy: 'http://lower.corp' }, 'http://lower.corp'],
    ['https://cloud.mongodb.com', { NO_PROXY: '*' }, undefined],
    ['https://cloud.mongodb.com', { NO_PROXY: 'mongodb.com' }, undefined],
    ['https://cloud.mongodb.com', { NO_PROXY: 'a.b, .mongodb.com' }, undefined],
    ['https://cloud.mongodb.com', { NO_PROXY: '*.mongodb.com' }, undefined],
    ['https://cloud.mongodb.com', { no_proxy: 'CLOUD.mongodb.com:443' }, undefined],
    ['https://cloud.mongodb.com', { NO_PROXY: 'cloud.mongodb.com:8443' }, 'http://proxy.corp:3128'],
    ['https://cloud.mongodb.com', { NO_PROXY: 'db.com' }, 'http://proxy.corp:3128'],
    ['https://cloud.mongodb.com.', { NO_PROXY: 'mongodb.com' }, undefined],
    ['https://cloud.mongodb.com', { NO_PROXY: '*:443' }, undefined],
    ['https://[::1]:8443', { NO_PROXY: '[::1]' }, undefined],
    ['https://[::1]:8443', { NO_PROXY: '[::1]:8443' }, undefined],
    ['https://[::1]:8443', { NO_PROXY: '[::1]:443' }, 'http://proxy.corp:3128'],
    ['https://[fd00::5]', { NO_PROXY: 'fd00::5' }, undefined],
    ['https://[fd00::5]', { NO_PROXY: 'FD00:0::5' }, undefined],
    ['https://[fd00::5]', { NO_PROXY: 'fd00::/8' }, undefined],
    ['https://10.1.2.3', { NO_PROXY: '10.0.0.0/8' }, undefined],
    ['https://11.1.2.3', { NO_PROXY: '10.0.0.0/8,11.0.0.0/99,fd00::/8' }, 'http://proxy.corp:3128'],
    ['https://cloud.mongodb.com', { NO_PROXY: '0.0.0.0/0' }, 'http://proxy.corp:3128'],
    ['https://10.1.2.3', { NO_PROXY: 'a.b;10.*' }, undefined],
    ['https://192.168.7.9', { NO_PROXY: '192.168.*' }, undefined],
    ['https://192.169.7.9', { NO_PROXY: '192.168.*' }, 'http://proxy.corp:3128'],
    ['https://110.1.2.3', { NO_PROXY: '10.*' }, 'http://proxy.corp:3128'],
    ['https://login-eu.corp.example', { NO_PROXY: 'login-*.corp.example' }, undefined],
    ['https://loginxcorp.example', { NO_PROXY: 'login*.corp.example' }, 'http://proxy.corp:3128'],
    ['https://sso', { NO_PROXY: '<local>' }, undefined],
    ['https://sso.corp.example', { NO_PROXY: '<local>' }, 'http://proxy.corp:3128'],
    ['https://[fd00::5]', { NO_PROXY: '<local>' }, 'http://proxy.corp:3128'],
  ])('%s with %o', (address, more, shown) => {
    expect(routeTo(address, { ...env, ...more }).shown).toBe(shown)
  })

  test('an invalid proxy is reported with its variable', () => {
    expect(() => routeTo('https://a.example', { HTTPS_PROXY: 'socks5://p' })).toThrow('HTTPS_PROXY')
    const backslash = { HTTPS_PROXY: 'DOMAIN\\me:secret@p:1' }
    expect(() => routeTo('https://a.example', backslash)).toThrow('HTTPS_PROXY')
    const wrong = () => routeTo('https://a.example', { HTTPS_PROXY: 'http://me:100%@p:1' })
    expect(wrong).toThrow(/HTTPS_PROXY.*%25/)
  })
})

test('entries of NO_PROXY that match nothing are found', () => {
  const used = 'a.example .b.example *.c.example:8443 d *  10.* <local> 10.0.0.0/8 ::1 [fd00::]:1'
  const unused = 'https://e.example 10.0.0.1-10.0.0.9 10.0.0.0/33 10.0.0.0/255.0.0.0 f.example/x'
  expect(unusedExceptions({ NO_PROXY: `${used};${unused}` })).toEqual(unused.split(' '))
})
