import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localCertificate } from '@/scripts/certificate'
import { sendSyslog } from './syslog'

const own = await localCertificate('syslog.test', 1)
const arrived: string[] = []
const server = createServer({ ...own, allowHalfOpen: true }, (socket) => {
  let text = ''
  socket.on('data', (part) => {
    text += part
  })
  socket.on('end', () => {
    arrived.push(text)
    socket.end()
  })
})
const usual = getCACertificates()
const trust = (isTrusted: boolean) =>
  setDefaultCACertificates(isTrusted ? [...usual, own.cert] : usual)
const send = (host: string) => {
  const { port } = server.address() as AddressInfo
  return sendSyslog(`tls://${host}:${port}`, '5 hello', AbortSignal.timeout(10_000))
}

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  trust(false)
  server.close()
})

test('TLS messages reach only a server whose certificate is trusted', async () => {
  await expect(send('127.0.0.1')).rejects.toThrow(/self-signed/)
  expect(arrived).toEqual([])
  trust(true)
  await send('127.0.0.1')
  await send('localhost')
  expect(arrived).toEqual(['5 hello', '5 hello'])
})
