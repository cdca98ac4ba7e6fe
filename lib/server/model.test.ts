import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { isFullSize, report, times } from '@/scripts/testing/full-size'
import { configured } from './testing/configured'
import { type Command, type Fault, PEOPLE, type Step } from './testing/model/parts'
import { Model } from './testing/model/reference'
import { START, stoppedDatabase, World } from './testing/model/world'

let database: Awaited<ReturnType<typeof stoppedDatabase>>
beforeAll(async () => {
  configured()
  database = await stoppedDatabase()
})
afterAll(() => database.end())

const person = fc.integer({ min: 0, max: PEOPLE - 1 })
const minutes = fc.constantFrom(60, 120, 180)
const faults: Fault[] = ['none', 'refused', 'lost', 'late', 'unread', 'die-before', 'die-after']
const plain = <D extends Command['do']>(weight: number, ...all: D[]) => ({
  weight,
  arbitrary: fc.constantFrom(...all).map((one) => ({ do: one }) as Command),
})
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('file' as const),
      minutes,
      startsIn: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.constantFrom(400, 20_000)),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('vote' as const),
      person,
      minutes: fc.constantFrom(null, null, 60, 90, 150),
      level: fc.constantFrom(null, null, 0, 1, 2),
      stale: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deny' as const), person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), minutes }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('execute' as const),
      fault: fc.oneof(
        { weight: 3, arbitrary: fc.constant('none' as const) },
        fc.constantFrom(...faults),
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      seconds: fc.constantFrom(1, 3, 8, 25, 61, 400, 1_900, 3_100, 7_000, -30),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('toggle role' as const), person }) },
  plain(4, 'reconcile', 'recover'),
  plain(3, 'observe', 'revoke'),
  plain(
    1,
    'cancel',
    'crash',
    'expire',
    'escalate',
    'check waiting',
    'remove outside',
    'grant outside',
  ),
)

const policies: Step[][] = [
  [{ leadsOnly: false, count: 1 }],
  [{ leadsOnly: false, count: 2 }],
  [
    { leadsOnly: true, count: 1 },
    { leadsOnly: false, count: 1 },
  ],
]

const vote = (person: number): Command => ({
  ...{ do: 'vote', person, minutes: null, level: null, stale: false },
})
/** A request that everybody needed has approved, for sequences about its call. */
const approved: Command[] = [{ do: 'file', minutes: 120, startsIn: null }, vote(0), vote(2)]

/** The first call is refused because an approver lost the role. The revoke is about the second call of the same instant. */
const filedAgain: Command[] = [
  ...approved,
  { do: 'toggle role', person: 2 },
  { do: 'execute', fault: 'none' },
  vote(1),
  vote(0),
  { do: 'execute', fault: 'none' },
  { do: 'revoke' },
  { do: 'grant outside' },
  { do: 'execute', fault: 'none' },
]

/** The clock goes back between two readings of the cluster. */
const observedBefore: Command[] = [
  ...approved,
  { do: 'execute', fault: 'none' },
  { do: 'jump', seconds: 61 },
  { do: 'observe' },
  { do: 'grant outside' },
  { do: 'jump', seconds: -30 },
  { do: 'observe' },
  { do: 'jump', seconds: 61 },
  { do: 'observe' },
]

/** The approver leaves after the time to decide is over, before the start and again right at it. */
const lateStart: Command[] = [
  { do: 'file', minutes: 120, startsIn: 20_000 },
  vote(0),
  { do: 'jump', seconds: 7_000 },
  { do: 'check waiting' },
  { do: 'toggle role', person: 0 },
  { do: 'check waiting' },
  { do: 'expire' },
  { do: 'escalate' },
  { do: 'jump', seconds: 3_100 },
  { do: 'escalate' },
  vote(1),
  { do: 'jump', seconds: 7_000 },
  { do: 'toggle role', person: 1 },
  { do: 'jump', seconds: 3_100 },
  { do: 'execute', fault: 'none' },
  { do: 'expire' },
  vote(2),
  { do: 'execute', fault: 'none' },
  { do: 'check waiting' },
]

/** What the model says about what `World.state` reads. */
const stateOf = (model: Model) => ({
  requests: model.requests.map((r) => ({
    ...{ state: r.state, how: r.how, revision: r.revision, escalated: r.escalated },
    ...{ votes: r.votes.length, chain: r.chain },
  })),
  effects: model.effects.map(({ kind, state, attempt }) => ({ kind, state, attempt })),
  slot: model.shown,
  posts: model.posts,
  deletes: model.deletes,
})

test('M1: random commands with faults and clock jumps give the states, effects and audit rows of the reference model', async () => {
  const tried = Number(process.env.MODEL_RUNS ?? times(60, 10_000))
  const tally: Record<string, number> = { commands: 0 }
  let done = 0
  const steps = fc.constantFrom(...policies)
  const more = fc.array(command, {
    minLength: 1,
    maxLength: 57,
    size: isFullSize || process.env.MODEL_RUNS ? 'max' : 'small',
  })
  const commands = fc.oneof(
    more,
    more.map((some) => [...approved, ...some]),
  )
  await fc.assert(
    fc.asyncProperty(steps, commands, async (policy, all) => {
      const world = new World(database.sql, policy)
      const model = new Model(START, policy)
      await database.clear()
      await world.start()
      for (const [i, one] of all.entries()) {
        const said = [await world.run(one), await world.state()]
        expect([i, one, ...said]).toEqual([i, one, model.run(one), stateOf(model)])
        tally.commands = (tally.commands ?? 0) + 1
        const kind = String(said[0])
        tally[kind] = (tally[kind] ?? 0) + 1
      }
      done += 1
      // Also a run that is ended early shows what it tried.
      if (done % 250 === 0)
        report('M1 model so far', { sequences: done, commands: tally.commands ?? 0 })
    }),
    {
      numRuns: tried,
      examples: [
        [policies[1]!, filedAgain],
        [policies[0]!, observedBefore],
        [policies[0]!, lateStart],
      ],
    },
  )
  expect(await verifyDatabase(database.sql)).toMatchObject({ ok: true })
  report('M1 model', { sequences: tried, lost: 0, doubled: 0, ...tally })
}, 14_400_000)
