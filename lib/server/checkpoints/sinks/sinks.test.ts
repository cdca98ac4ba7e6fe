import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { notesIn, openCheckpoint, publicKey } from '@/lib/audit/audit-verify.mjs'
import { checkpointKey, newCheckpointKey, signedCheckpoint } from '@/lib/audit/checkpoint-key'
import { bucketKey, startSandboxBucket } from '@/sandbox/bucket/server'
import { checkpointSettings, type KnownSink, type S3Settings } from '../settings'
import { sinkOf } from './all'

const key = checkpointKey(newCheckpointKey('gatehouse.test/audit'))
const made = (size: number, fill = size) => {
  const root = Buffer.alloc(32, fill).toString('base64')
  return {
    size,
    origin: key.name,
    root,
    note: signedCheckpoint(key, size, root),
    made_at: new Date(),
  }
}

const servers: Array<ReturnType<typeof createServer>> = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const send = (settings: KnownSink, checkpoint = made(1)) =>
  sinkOf(settings).send(checkpoint, AbortSignal.timeout(5_000))

const hook = (url: string): KnownSink => ({
  kind: 'webhook',
  name: 'hook',
  required: true,
  url,
  secretFrom: 'X',
  secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
})
const bucket = (url: string): S3Settings => ({
  kind: 's3',
  name: 's3',
  required: true,
  url,
  region: 'us-east-1',
  lock: 'compliance',
  retainDays: 1,
  accessKeyIdFrom: 'X',
  secretAccessKeyFrom: 'X',
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'secret',
})

test('the address of a sink has no password, which errors could show', () => {
  const keys = { secretFrom: 'X' }
  const parsed = (url: string) =>
    checkpointSettings.safeParse({ sinks: [{ kind: 'webhook', url, ...keys }] }).success
  expect(parsed('https://hooks.example.com/x')).toBe(true)
  for (const url of ['https://a:b@hooks.example.com', 'https://token@hooks.example.com'])
    expect(parsed(url), url).toBe(false)
})

test('a checkpoint that was written in part, by a full disk or a kill, is completed', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gatehouse-file-')), 'checkpoints.txt')
  const file: KnownSink = { kind: 'file', name: 'file', required: false, path }
  const [first, second] = [made(1), made(2)]
  const whole = `${first.note}\n${second.note}\n`
  for (let cut = 0; cut <= second.note.length + 1; cut += 7) {
    writeFileSync(path, `${first.note}\n${`${second.note}\n`.slice(0, cut)}`)
    await send(file, second)
    expect(readFileSync(path, 'utf8'), `cut at ${cut}`).toBe(whole)
  }
  const keys = [publicKey(key.publicKey)]
  expect(
    notesIn(readFileSync(path, 'utf8')).map((note) => openCheckpoint(note, keys).size),
  ).toEqual([1, 2])
})

test('an answer without an end is not read to its end', async () => {
  let sent = 0
  const url = await serving((_, response) => {
    response.writeHead(500)
    const more = () => {
      if (sent > 64 << 20) return response.end()
      sent += 1 << 16
      if (response.write(Buffer.alloc(1 << 16, 'x'))) setImmediate(more)
      else response.once('drain', more)
    }
    more()
  })
  for (const settings of [hook(url), bucket(url)]) {
    sent = 0
    await expect(send(settings)).rejects.toThrow(/500/)
    expect(sent).toBeLessThan(16 << 20)
  }
})

test('the bucket refuses a wrong signature, and no object is replaced', async () => {
  const sandbox = await startSandboxBucket({ port: 0 })
  const settings = { ...bucket(`${sandbox.url}/folder`), ...bucketKey }
  await expect(send({ ...settings, secretAccessKey: 'other' })).rejects.toThrow(
    'SignatureDoesNotMatch',
  )
  const one = made(5, 1)
  await send(settings, one)
  await send(settings, one)
  // As a restored log would, which has other rows.
  const other = made(5, 2)
  await send(settings, other)
  const kept = [...sandbox.objects()]
  await sandbox.close()
  expect(kept.every(([key]) => key.startsWith('folder/0000000000000005-'))).toBe(true)
  expect(kept.map(([, { text }]) => text).sort()).toEqual([one.note, other.note].sort())
})

test('a bucket that answers 200 with an error has kept nothing', async () => {
  const url = await serving((_, response) =>
    response.end(
      '<?xml version="1.0"?>\n<Error><Code>InternalError</Code><AWSAccessKeyId>AKIAEXAMPLE</AWSAccessKeyId></Error>',
    ),
  )
  const failed = send(bucket(url))
  await expect(failed).rejects.toThrow(/InternalError/)
  await expect(failed).rejects.not.toThrow(/AKIAEXAMPLE/)
})

test('two checkpoints of the same size, as after a restore, are two messages to a webhook', async () => {
  const ids: string[] = []
  const url = await serving((request, response) => {
    ids.push(String(request.headers['webhook-id']))
    response.writeHead(204).end()
  })
  for (const one of [made(5, 1), made(5, 1), made(5, 2)]) await send(hook(url), one)
  expect(ids[1]).toBe(ids[0])
  expect(ids[2]).not.toBe(ids[0])
})
