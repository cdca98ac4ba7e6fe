import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { append } from '@/lib/audit/append'
import { notesIn, openCheckpoint, publicKey } from '@/lib/audit/audit-verify.mjs'
import { lastCheckpoint } from '@/lib/audit/checkpoint'
import { newCheckpointKey } from '@/lib/audit/checkpoint-key'
import { whoAmI } from '@/lib/ops/me'
import { denyRequest, revokeRequest } from '@/lib/ops/requests'
import { bucketKey, type SandboxBucket, startSandboxBucket } from '@/sandbox/bucket/server'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { configuration } from '../configuration'
import { sql } from '../database'
import { run } from '../run'
import { settleAll, wasSeen } from '../testing/acting'
import { approve, card, fileAccess, slot } from '../testing/requests'
import { withRules } from '../testing/with-rules'
import { deliver } from './deliver'
import { proofWarnings, whyNoApprovals } from './health'
import { checkpoint, checkpointWhenDue } from './make'
import { verifyWhenDue } from './self-verify'
import { sinkOf } from './sinks/all'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-sinks-'))
const kept = join(folder, 'checkpoints.txt')

let world: TestConsole
let bucket: SandboxBucket
const posted: Array<{ id: string; size: number }> = []
let hook: 'answers' | 'hangs' = 'answers'
const syslogged: string[] = []

const receiver = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  if (hook === 'hangs') return
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const { data } = new Webhook(secret).verify(Buffer.concat(parts).toString(), headers) as {
    data: { size: number }
  }
  posted.push({ id: headers['webhook-id'] ?? '', size: data.size })
  response.writeHead(204).end()
})
const syslog = createTcp({ allowHalfOpen: true }, (socket: Socket) => {
  let text = ''
  socket.on('data', (part) => {
    text += part
  })
  socket.on('end', () => {
    syslogged.push(text)
    socket.end()
  })
})
const portOf = async (server: typeof receiver | typeof syslog) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  bucket = await startSandboxBucket({ port: 0 })
  const [hookPort, syslogPort] = [await portOf(receiver), await portOf(syslog)]
  Object.assign(process.env, {
    GATEHOUSE_CHECKPOINT_KEY: newCheckpointKey('gatehouse.test/audit'),
    TEST_HOOK_SECRET: secret,
    TEST_BUCKET_ID: bucketKey.accessKeyId,
    TEST_BUCKET_SECRET: bucketKey.secretAccessKey,
  })
  world = await testConsole({
    configure: (file) => ({
      ...file,
      checkpoints: {
        sinks: [
          { kind: 'file', path: kept },
          { kind: 'syslog', url: `tcp://127.0.0.1:${syslogPort}`, required: false },
          {
            kind: 's3',
            url: bucket.url,
            accessKeyIdFrom: 'TEST_BUCKET_ID',
            secretAccessKeyFrom: 'TEST_BUCKET_SECRET',
          },
          { kind: 'webhook', url: `http://127.0.0.1:${hookPort}/`, secretFrom: 'TEST_HOOK_SECRET' },
        ],
      },
    }),
  })
  await wasSeen()
}, 60_000)
afterAll(async () => {
  await world.end()
  await bucket.close()
  receiver.closeAllConnections()
  receiver.close()
  syslog.close()
})
beforeEach(async () => {
  hook = 'answers'
  bucket.fail(null)
  // Checkpoints that the last test did not deliver.
  await dueNow()
  await round()
})

const keys = () => [publicKey(configuration().checkpoints.key?.publicKey ?? '')]

const row = () =>
  sql().begin((tx) => append(tx, { type: 'console.started', actor: { kind: 'gatehouse' } }))
async function newCheckpoint(): Promise<number> {
  await row()
  return (await checkpoint())?.size ?? 0
}
/** One round of all sinks, at once, as their loops make it. */
const round = (timeoutMs = 5_000) =>
  Promise.all(configuration().checkpoints.sinks.map((one) => deliver(sinkOf(one), timeoutMs)))
const dueNow = () => sql()`update checkpoint_sink set next_at = clock_timestamp()`
const sizesInFile = () =>
  existsSync(kept)
    ? notesIn(readFileSync(kept, 'utf8')).map((note) => openCheckpoint(note, keys()).size)
    : []
const sizesInBucket = () =>
  [...bucket.objects()].flatMap(([key, { text }]) =>
    key.includes('/') ? [] : [openCheckpoint(text, keys()).size],
  )
/** As if so much time had passed since the checkpoints were made. */
const later = (minutes: number) =>
  world.owner.begin(async (tx) => {
    await tx`alter table checkpoint disable trigger user`
    await tx`update checkpoint set made_at = made_at - make_interval(mins => ${minutes})`
    await tx`alter table checkpoint enable trigger user`
  })

test('a checkpoint reaches the file, syslog, the webhook and the bucket, once each', async () => {
  const [inFile, inBucket] = [sizesInFile(), sizesInBucket()]
  for (const seen of [posted, syslogged]) seen.length = 0
  const size = await newCheckpoint()
  await round()
  await round()
  expect(sizesInFile()).toEqual([...inFile, size])
  expect(sizesInBucket()).toEqual([...inBucket, size])
  expect(posted.map((one) => one.size)).toEqual([size])
  expect(syslogged).toHaveLength(1)
  expect(syslogged[0]).toMatch(/^\d+ <109>1 \S+ \S+ gatehouse \d+ checkpoint - \{/)
  expect([...bucket.objects().values()][0]).toMatchObject({ mode: 'COMPLIANCE' })
  expect(bucket.refused).toEqual([])
  // As if the console had stopped before it recorded the deliveries.
  await sql()`update checkpoint_sink set sent = ${size - 1}`
  await round()
  expect(sizesInFile()).toEqual([...inFile, size])
  expect(sizesInBucket()).toEqual([...inBucket, size])
  expect(new Set(posted.map((one) => one.id)).size).toBe(1)
})

test('A5: a sink that is down warns at 15 minutes, stops approvals at 60, and catches up without loss', async () => {
  const project = await world.project({
    clusters: [{ name: 'main' }, { name: 'other' }, { name: 'third' }],
  })
  const ask = (clusterName: string) => fileAccess(project, { clusterName })
  await round()
  const before = {
    posted: posted.length,
    bucket: sizesInBucket().length,
    file: sizesInFile().length,
  }
  hook = 'hangs'
  bucket.fail({ kind: 'hang' })
  const sizes = [await newCheckpoint()]
  let isOver = false
  const hanging = round(60_000).finally(() => {
    isOver = true
  })
  const live = await ask('main')
  await approve(live)
  expect(isOver, 'a hanging sink delays no approval').toBe(false)
  bucket.fail({ kind: 'status', status: 503 })
  receiver.closeAllConnections()
  await hanging
  await settleAll()
  expect(sizesInFile()).toContain(sizes[0])
  for (let i = 0; i < 3; i += 1) sizes.push(await newCheckpoint())
  await later(14)
  expect(await proofWarnings()).not.toContainEqual(expect.stringContaining('behind'))
  await later(2)
  expect(await proofWarnings()).toContainEqual(expect.stringMatching(/webhook.*behind/))
  expect(await proofWarnings()).toContainEqual(expect.stringMatching(/s3.*behind/))
  expect(await whyNoApprovals()).toBeUndefined()
  await later(45)
  const second = await ask('other')
  await expect(approve(second)).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('paused'),
  })
  const automatic = { match: { project: project.groupId }, automatic: true }
  await expect(withRules([automatic], () => ask('third'))).rejects.toMatchObject({
    kind: 'unavailable',
  })
  const third = await ask('third')
  const { digest } = (await card(third)).request
  await run(
    denyRequest,
    { requestId: third, digest, comment: 'Not needed now' },
    personAs('approver'),
    {
      requestId: 'test',
    },
  )
  await run(revokeRequest, { requestId: live }, personAs('operator'), { requestId: 'test' })
  await settleAll()
  expect((await slot(project)).now).toBeNull()
  const { data } = await run(whoAmI, {}, personAs('approver'), { requestId: 'test' })
  expect(whoAmI.output.parse(data).notes).toContainEqual(expect.stringContaining('paused'))

  hook = 'answers'
  bucket.fail(null)
  await dueNow()
  await round()
  expect(await whyNoApprovals()).toBeUndefined()
  expect(await proofWarnings()).not.toContainEqual(expect.stringContaining('behind'))
  await approve(second)
  expect(posted.slice(before.posted).map((one) => one.size)).toEqual(sizes)
  expect(sizesInBucket().slice(before.bucket)).toEqual(sizes)
  expect(sizesInFile().slice(before.file)).toEqual([
    ...new Set([...sizesInFile().slice(before.file)]),
  ])
  console.log(
    `A5: ${sizes.length} checkpoints during the outage, ${sizes.length} delivered later, 0 lost, 0 doubled`,
  )
}, 60_000)

// Its last checkpoint, pauses and leases are then in the future.
test('after the clock of the database goes back, checkpoints are signed and delivered at once', async () => {
  await newCheckpoint()
  await round()
  await row()
  const before = await lastCheckpoint(sql())
  await sql()`update audit_check set checkpointed_at = clock_timestamp() + interval '1 day',
    verified_at = clock_timestamp() + interval '1 day'`
  await sql()`update checkpoint_sink set next_at = clock_timestamp() + interval '1 day'`
  await sql()`insert into lease (name, holder, until)
    select name, 'another console', clock_timestamp() + interval '1 day'
    from unnest(array['checkpointer', 'self-verification']) as name
    on conflict (name) do update set holder = excluded.holder, until = excluded.until`
  await checkpointWhenDue()
  const size = (await lastCheckpoint(sql()))?.size ?? 0
  expect(size).toBeGreaterThan(before?.size ?? 0)
  await round()
  expect(sizesInFile()).toContain(size)
  await verifyWhenDue()
  const [last] = await sql()<{ body: string }[]>`select body from audit order by seq desc limit 1`
  expect(last?.body).toContain('audit.verified')
})

test('one sink that fails holds up no other', async () => {
  bucket.fail({ kind: 'status', status: 503 })
  const size = await newCheckpoint()
  await dueNow()
  await round()
  expect(sizesInFile()).toContain(size)
  expect(posted.map((one) => one.size)).toContain(size)
  expect(sizesInBucket()).not.toContain(size)
})
