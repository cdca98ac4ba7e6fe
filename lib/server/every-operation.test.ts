import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { hashOf } from '@/lib/approvals/effects'
import { newId } from '@/lib/format/id'
import { previewOp } from '@/lib/ops/console'
import { type Command, HIDDEN, type Op, type Query } from '@/lib/ops/define'
import type { OpError } from '@/lib/ops/failure'
import { ops } from '@/lib/ops/registry'
import { roles } from '@/lib/ops/roles'
import { secretsIn } from '@/scripts/check-atlas/secrets'
import { atlasCall } from './call-atlas'
import { answers } from './connections'
import { connectionOf } from './perform'
import { as, audited, refusal } from './testing/acting'
import { alwaysGated, withExample } from './testing/examples'
import { startConsole } from './testing/start'
import {
  type Example,
  exampleOf,
  type Fault,
  failureOf,
  outcomeOf,
  placed,
  readsItself,
  triedSlowly,
  verdictOf,
  walking,
} from './testing/walking'

/** What holds for every Atlas operation, tried on its example. What only one operation does is in the test of its area. */

const world = await startConsole({ requestsPerMinute: 100_000 })
let walk: ReturnType<typeof walking>
beforeAll(async () => {
  walk = walking(world)
})

/** Everything that was answered, recorded or logged in a test. */
const shown: string[] = []
const show = <T>(value: T): T => {
  shown.push(JSON.stringify(value) ?? '')
  return value
}

beforeEach(async () => {
  shown.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => show(text) !== undefined)
  await walk.behave()
  return () => vi.restoreAllMocks()
})

const isQuery = (op: Op): op is Query => op.kind === 'query' && !op.successor
const isCommand = (op: Op): op is Command => op.kind === 'command' && !op.internal
const reads = withExample.filter(isQuery)
const commands = withExample.filter(isCommand)
const slowly = new Set<Op>([...triedSlowly(reads), ...triedSlowly(commands)])
const byId = <T extends Op>(list: readonly T[]) => list.map((op) => [op.id, op] as const)

/** Made once, since reads change nothing. */
const readExamples = new Map<Op, Promise<Example>>()
function exampleToRead(op: Op): Promise<Example> {
  const made = readExamples.get(op) ?? exampleOf(world, op)
  readExamples.set(op, made)
  return made
}

/** The secrets that Atlas answers to a read with this input. */
async function secretsOf({ op, parsed, place }: Example): Promise<string[]> {
  const call = atlasCall(op, parsed, undefined, newId())
  return secretsIn((await connectionOf({ place }).call(call)).body)
}
const leaked = (secrets: string[]) =>
  secrets.filter((one) => shown.some((text) => text.includes(one)))

test.each(byId(reads))('%s is read as Atlas specifies it, without its secrets', async (_, op) => {
  const example = await exampleToRead(op)
  const secrets = await secretsOf(example)
  const before = (await walk.calls(op)).length
  answers().stale(() => true)
  const answer = show(await as('viewer', op, example.input))
  expect(answer).not.toMatchObject({ misfit: true })
  expect(answer.oddParts ?? []).toEqual([])
  expect((await walk.calls(op))[before]).toMatchObject({ status: 200, version: op.atlas?.version })
  expect(leaked(secrets)).toEqual([])
})

test.each(['refused', 'failed', 'silent'] as const)(
  'a person sees for every read when it is %s',
  async (fault) => {
    const made: Example[] = []
    const tried = reads.filter((op) => slowly.has(op))
    for (const op of tried) made.push(await exampleToRead(op))
    for (const op of tried) await walk.misbehave(op, fault)
    answers().stale(() => true)
    const failing = made.map(async ({ op, input }) => {
      const failure = await refusal(as('viewer', op, input)).catch(String)
      expect.soft(failure, op.id).toMatchObject(failureOf(op, fault))
    })
    await Promise.all(failing)
  },
)

test.each(byId(commands))(
  '%s is sent as previewed, settled, recorded and undone',
  async (_, op) => {
    const example = await exampleOf(world, op)
    await isRefusedWithoutRole(example)
    // gated-walk.test.ts sends these.
    if (alwaysGated.has(op.id)) {
      // gated-walk.test.ts sends it.
      const failure = await refusal(as('operator', op, example.input))
      expect(failure).toMatchObject({ kind: 'needs-approval' })
      return
    }
    if (!slowly.has(op)) {
      await previewed(example)
      return
    }
    for (const fault of ['refused', 'failed', 'silent'] as const) await fails(example, fault)
    if (op.readBack) {
      expect(await verdictOf(example, await previewed(example))).toBe('absent')
      await staysUnread(example)
    }
    const body = await previewed(example)
    const sentAt = new Date()
    await succeeds(example, body)
    if (op.readBack && !op.readBack.acceptedIsDone) await becomesDone(example, body, sentAt)
    const undo = op.undo?.(example.parsed)
    if (undo) await undoes(undo)
    if (op.readBack) await settlesLost(await exampleOf(world, op))
  },
)

/** People with another role get the reason, and Atlas gets nothing. */
async function isRefusedWithoutRole({ op, input }: Example<Command>) {
  const before = (await walk.calls(op)).length
  for (const role of roles.filter((one) => one !== 'break-glass' && !op.roles.includes(one))) {
    const failure = await refusal(as(role, op, input))
    expect(failure).toMatchObject({ kind: 'not-allowed', message: expect.stringMatching(/role/) })
  }
  expect((await walk.calls(op)).length).toBe(before)
}

/** Says done only if a read shows the change, when the answer is lost after Atlas acted. */
async function settlesLost(example: Example<Command>) {
  const { op, input } = example
  const body = await previewed(example)
  const [trace, sentAt] = [newId(), new Date()]
  const before = (await walk.calls(op)).length
  await walk.misbehave(op, 'lost')
  const kind = await as('operator', op, input, trace).then(
    () => 'done',
    (error: OpError) => error.kind,
  )
  await walk.behave()
  const isDone = (await verdictOf(example, body, sentAt)) === 'done'
  expect(kind).toBe(isDone ? 'done' : 'unknown-outcome')
  expect((await walk.calls(op)).length - before).toBe(1)
  expect((await audited(trace)).at(-1)?.type).toBe(isDone ? 'command.done' : 'command.unknown')
}

/** Tells a fault truly, records it and does not send the call again. */
async function fails(example: Example<Command>, fault: Fault) {
  const { op, input } = example
  const trace = newId()
  const before = (await walk.calls(op)).length
  await walk.misbehave(op, fault)
  const failure = show(await refusal(as('operator', op, input, trace)))
  await walk.behave()
  expect(failure).toMatchObject(failureOf(op, fault))
  if (readsItself(example)) return
  expect((await walk.calls(op)).length - before).toBe(1)
  const rows = show(await audited(trace)).map(({ type }) => type)
  expect(rows).toEqual(['command.intent', outcomeOf[fault]])
}

/** A read-back that Atlas refuses never counts as "there is none", by itself or after a call without an answer. */
async function staysUnread(example: Example<Command>) {
  const { op, input, parsed } = example
  const read = ops.get(op.readBack?.read(parsed).id ?? '')
  if (!read) throw new Error(`${op.id} is read back by nothing`)
  await walk.misbehave(read, 'refused')
  await expect(verdictOf(example)).rejects.toThrow()
  await walk.behave()
  await walk.misbehaveUnseen(op, read)
  const failure = await refusal(as('operator', op, input))
  await walk.behave()
  expect(failure).toMatchObject({ kind: 'unknown-outcome' })
}

/** The body that the preview shows, after the call and its curl were checked. */
async function previewed({ op, input }: Example<Command>): Promise<unknown> {
  const { data } = show(await as('operator', previewOp, { op: op.id, input }))
  const { call, whyNot } = previewOp.output.parse(data)
  expect(whyNot).toBeNull()
  expect(call?.version).toBe(op.atlas?.version)
  for (const part of [`curl --request ${call?.method} `, call?.version, call?.url.split("'")[0]])
    expect(call?.curl).toContain(part)
  return call?.body ? JSON.parse(call.body) : undefined
}

/** Sends the previewed call once, and records it without secrets. */
async function succeeds(example: Example<Command>, body: unknown) {
  const { op, input } = example
  const trace = newId()
  const before = (await walk.calls(op)).length
  const running = as('operator', op, input, trace)
  const answered = async () => (await walk.calls(op)).slice(before).at(-1)?.status ?? null
  const settle = async () => {
    await expect.poll(answered, { interval: 20 }).not.toBeNull()
    await walk.later()
  }
  const [answer] = await Promise.all([running, settle()])
  expect(answer).not.toMatchObject({ misfit: true })
  const secrets = secretsIn(answer.data).filter((text) => text !== HIDDEN)
  if (!op.shownOnce) expect(secrets).toEqual([])

  const [sent, ...again] = (await walk.calls(op)).slice(before)
  if (!readsItself(example)) expect(again).toEqual([])
  expect(sent).toMatchObject({ version: op.atlas?.version })
  expect(sent?.body ? JSON.parse(sent.body) : undefined).toEqual(body)
  const rows = show(await audited(trace))
  expect(rows.map(({ type }) => type)).toEqual([
    'command.intent',
    expect.stringMatching(/^command\.(done|accepted)$/),
  ])
  expect(rows[0]?.upstream?.body_hash).toBe(sent?.body && hashOf(sent.body))
  expect(leaked(secrets)).toEqual([])
}

async function becomesDone(
  example: Parameters<typeof verdictOf>[0],
  body?: unknown,
  sentAt?: Date,
) {
  for (let n = 0; n < 5 && (await verdictOf(example, body, sentAt)) !== 'done'; n += 1)
    await walk.later()
  expect(await verdictOf(example, body, sentAt)).toBe('done')
}

async function undoes({ id, input }: { id: string; input: unknown }) {
  const op = ops.get(id)
  if (!op || !isCommand(op)) throw new Error(`${id} is no command`)
  await walk.later()
  await as('operator', op, input)
  await becomesDone({ op, ...(await placed(op, input)) })
}
