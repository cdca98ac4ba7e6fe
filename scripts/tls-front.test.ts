import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { startTls } from './tls-front'

const data = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'))
const plain = createServer((from, to) => to.end(`seen ${from.url}`))
await new Promise<void>((resolve) => void plain.listen(0, '127.0.0.1', resolve))
const { port } = plain.address() as AddressInfo

afterAll(() => {
  plain.closeAllConnections()
  plain.close()
  rmSync(data, { recursive: true })
})

const read = (url: string, ca?: string) =>
  new Promise<string>((resolve, reject) => {
    get(url, { ca, agent: false }, (answer) => text(answer).then(resolve, reject)).on(
      'error',
      reject,
    )
  })

test('the demo serves https with a certificate that clients can trust, kept over restarts', async () => {
  const first = await startTls(data, 0, port)
  const certificate = readFileSync(first.certificate, 'utf8')
  expect(await read(`${first.origin}/api/oauth/token`, certificate)).toBe('seen /api/oauth/token')
  const byAddress = first.origin.replace('localhost', '127.0.0.1')
  expect(await read(`${byAddress}/x`, certificate)).toBe('seen /x')
  await expect(read(first.origin)).rejects.toThrow(/certificate/i)
  await first.stop()

  const second = await startTls(data, 0, port)
  expect(readFileSync(second.certificate, 'utf8')).toBe(certificate)
  const client = `fetch('${second.origin}/y').then((r) => r.text()).then(console.log)`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', client], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: second.certificate },
  })
  expect(stdout).toBe('seen /y\n')
  await second.stop()
})
