import { describe, expect, test } from 'vitest'
import { claim } from '@/lib/approvals/effects'
import { expirePending } from '@/lib/approvals/employee-access/observer'
import { cancelRequest, editRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { report, times } from '@/scripts/testing/full-size'
import { sql } from './database'
import type { Person } from './person'
import { run } from './run'
import { refusal, settleAll } from './testing/acting'
import { card, fileAccess, fileFor, grantCalls, why } from './testing/requests'
import { startConsole } from './testing/start'
import {
  crowd,
  deny,
  digestOf,
  race,
  rowsOf,
  ruleOf,
  someone,
  stateOf,
  twoOf,
  usesEmail,
  vote,
} from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }
const project = () => world.project({ clusters: [{ name: 'main' }] })

describe('simultaneous decisions', () => {
  test('D1: of many simultaneous approvals one counts, and the others name who was first', async () => {
    const people = await crowd(times(60, 200), 'first')
    const tried = times(1, 100)
    let refusedAll = 0
    for (let round = 0; round < tried; round += 1) {
      const at = await project()
      const id = await fileAccess(at)
      const digest = await digestOf(id)
      const { done, refused } = await race(people.map((p) => vote(id, digest, p)))
      expect(done).toHaveLength(1)
      for (const { failure } of refused) {
        expect(failure.kind).toBe('conflict')
        expect(failure.message).toMatch(/first-\d+ approved it/)
      }
      refusedAll += refused.length
      await Promise.all([settleAll(), settleAll(), settleAll()])
      expect(await grantCalls(world, at)).toHaveLength(1)
      expect(await rowsOf(id)).toEqual({ decisions: 1, effects: 1 })
    }
    report(`D1 ${people.length} approvals`, {
      rounds: tried,
      lost: 0,
      doubled: 0,
      refused: refusedAll,
    })
  }, 600_000)

  test('D2: with a quorum of 2 of 5, exactly two of many simultaneous approvals count', async () => {
    const people = [
      ...(await crowd(5, 'owner', ['dba'])),
      ...(await crowd(times(35, 195), 'other')),
    ]
    await withRules(twoOf(['dba']), async () => {
      const at = await project()
      const id = await fileAccess(at)
      const digest = await digestOf(id)
      const { done, refused } = await race(people.map((p) => vote(id, digest, p)))
      expect(done).toHaveLength(2)
      await Promise.all([settleAll(), settleAll()])
      expect(await grantCalls(world, at)).toHaveLength(1)
      expect(await rowsOf(id)).toEqual({ decisions: 2, effects: 1 })
      expect((await card(id)).decisions.every(({ by }) => by.name.startsWith('owner'))).toBe(true)
      report('D2 quorum 2 of 5', { tried: people.length, doubled: 0, refused: refused.length })
    })
  }, 120_000)

  test('D2: one person counts once, whatever the session, browser or account', async () => {
    const one = await someone('both')
    const linked = await someone('both-at-home')
    await usesEmail(linked, one.email ?? '')
    const sessions = [one, { ...one, sessionId: crypto.randomUUID() }, linked]
    const tried = times(2, 100)
    await withRules(twoOf(), async () => {
      for (let round = 0; round < tried; round += 1) {
        const id = await fileAccess(await project())
        const digest = await digestOf(id)
        const { done, refused } = await race(sessions.map((p) => vote(id, digest, p)))
        expect([done.length, refused.length]).toEqual([1, 2])
        expect(refused.map((error) => error.failure.kind)).toEqual(['not-allowed', 'not-allowed'])
        expect(await rowsOf(id)).toEqual({ decisions: 1, effects: 0 })
        expect(await stateOf(id)).toBe('pending')
        // A person can have 100 requests open.
        await run(cancelRequest, { requestId: id }, personAs('requester'), context)
      }
    })
    report('D2 same person', { rounds: tried, doubled: 0, refused: 2 * tried })
  }, 600_000)

  test('D3: a denial wins whenever it commits before the call is claimed, and the other person sees it', async () => {
    const [yes, no] = [await someone('yes'), await someone('no')]
    const tried = times(6, 500)
    const outcomes = { denied: 0, sent: 0 }
    for (let round = 0; round < tried; round += 1) {
      const at = await project()
      const id = await fileAccess(at)
      const digest = await digestOf(id)
      const approval = vote(id, digest, yes)
      // Without the executor, a denial always comes in time; with it, whichever is first.
      const [decided] = await Promise.all([
        race([approval, deny(id, digest, no)]),
        round % 2 ? approval.then(() => settleAll()).catch(() => {}) : undefined,
      ])
      await settleAll()
      const calls = await grantCalls(world, at)
      const isDenied = (await stateOf(id)) === 'denied'
      expect(calls).toHaveLength(isDenied ? 0 : 1)
      if (round % 2 === 0) expect(isDenied).toBe(true)
      for (const { failure } of decided.refused) {
        expect(failure.kind).toBe('conflict')
        expect(failure.message).toMatch(/(yes approved|no denied) it/)
      }
      outcomes[isDenied ? 'denied' : 'sent'] += 1
    }
    report('D3 approve and deny', { tried, ...outcomes, both: 0 })
  }, 600_000)

  test('D4: approve against cancel, expiry, an edit and a stricter policy has one outcome, and the chain says which was first', async () => {
    const person = await someone('fast')
    const tried = times(1, 500)
    const tally: Record<string, number> = {}
    for (const rival of ['cancel', 'expire', 'edit', 'policy'] as const)
      for (let round = 0; round < tried; round += 1) {
        const id = await fileAccess(await project())
        const { digest, input } = (await card(id)).request
        const rivals = {
          cancel: () => run(cancelRequest, { requestId: id }, personAs('requester'), context),
          edit: () =>
            run(
              editRequest,
              { requestId: id, input: { ...input, minutes: 30 }, ...why, revision: 1 },
              personAs('requester'),
              context,
            ),
          expire: async () => {
            await world.owner`update request set decide_by = clock_timestamp() where id = ${id}`
            await expirePending(sql())
          },
          policy: () => withRules(ruleOf({ maxMinutes: 30 }), () => vote(id, digest, person)),
        }
        await race<unknown>([vote(id, digest, person), rivals[rival]()])
        const state = await stateOf(id)
        const chain = (await card(id)).timeline.map((step) => step.type)
        const first = chain[1]
        const expected = {
          'request.approved':
            rival === 'cancel' && state === 'cancelled' ? 'cancelled' : 'approved',
          'request.cancelled': 'cancelled',
          'request.expired': 'expired',
          'request.edited': 'pending',
        }[first ?? '']
        expect([rival, state]).toEqual([rival, expected ?? 'pending'])
        expect(chain.filter((type) => type === 'request.approved').length).toBeLessThanOrEqual(1)
        const key = `${rival}: ${state}`
        tally[key] = (tally[key] ?? 0) + 1
        // A person can have 100 requests open.
        await world.owner`update request set state = 'cancelled' where id = ${id} and state = 'pending'`
      }
    report('D4 races', tally)
  }, 900_000)
})

describe('separation of duties', () => {
  test('D5: an approver who turns out to be the requester no longer counts, and nothing is sent', async () => {
    const [asks, votes] = [await someone('one-person', [], {}, 'requester'), await someone('two')]
    const at = await project()
    const id = await fileAccess(at, {}, asks)
    await vote(id, await digestOf(id), votes)
    await usesEmail(votes, asks.email ?? '')
    await settleAll()
    expect(await stateOf(id)).toBe('pending')
    expect(await grantCalls(world, at)).toHaveLength(0)
  })

  test('D5: seven ways to approve one’s own request are refused before anything is written', async () => {
    const own = await someone('rosa', [], {}, 'requester')
    const beneficiary = await someone('ben')
    const delegate = await someone('del')
    const second = await someone('rosa-2')
    await usesEmail(second, '  ROSA@Example.com ')
    const id = await fileAccess(await project(), {}, own)
    await world.owner`update request set beneficiary_iss = ${beneficiary.iss}, beneficiary_sub = ${beneficiary.sub} where id = ${id}`
    await world.owner`insert into delegation (id, from_iss, from_sub, from_name, to_iss, to_sub, to_name, starts_at, ends_at)
      values ('d5', ${own.iss}, ${own.sub}, 'r', ${delegate.iss}, ${delegate.sub}, 'd', now() - interval '1 hour', now() + interval '1 hour')`
    const approver = personAs('approver')
    const digest = await digestOf(id)
    const ways: Record<string, Person> = {
      requester: { ...own, bindings: [...own.bindings, ...approver.bindings] },
      'e-mail in capitals': { ...own, email: 'ROSA@EXAMPLE.COM', bindings: approver.bindings },
      'another session': {
        ...own,
        name: 'Other',
        sessionId: crypto.randomUUID(),
        bindings: approver.bindings,
      },
      'second account': second,
      beneficiary,
      'delegate of the requester': delegate,
      admin: { ...own, bindings: personAs('admin').bindings },
    }
    for (const [way, person] of Object.entries(ways)) {
      const { kind } = await refusal(vote(id, digest, person))
      expect([way, kind]).toEqual([way, 'not-allowed'])
      expect((await card(id, person)).may.approve).not.toBeNull()
    }
    expect(await rowsOf(id)).toEqual({ decisions: 0, effects: 0 })
    expect((await card(id)).timeline).toHaveLength(1)
    report('D5 own approvals', { tried: 7, refused: 7 })
  })
})

test('a vote that comes too late hears of the cancelation, not of an earlier vote', async () => {
  const [one, two] = await crowd(2, 'late')
  await withRules(twoOf(), async () => {
    const id = await fileAccess(await project())
    const digest = await digestOf(id)
    await vote(id, digest, one!)
    await run(cancelRequest, { requestId: id }, personAs('requester'), context)
    const late = [vote(id, digest, two!), deny(id, digest, two!)]
    for (const { kind, message } of await Promise.all(late.map(refusal))) {
      expect(kind).toBe('conflict')
      expect(message).toContain('canceled')
      expect(message).not.toContain('late-0')
    }
  })
})

test('a denial or cancelation that comes too late says that only Revoke is left, or that nothing is', async () => {
  const [approver, other] = await crowd(2, 'sent')
  const late = async (id: string, digest: string, requester = 'requester') => [
    (await refusal(deny(id, digest, other!))).message,
    (await refusal(run(cancelRequest, { requestId: id }, personAs(requester), context))).message,
  ]
  const id = await fileAccess(await project())
  const digest = await digestOf(id)
  await vote(id, digest, approver!)
  await claim(sql())
  for (const said of await late(id, digest)) expect(said).toMatch(/still revoke/)
  const at = await project()
  const change = { groupId: at.groupId, entries: [{ address: '0.0.0.0/0', comment: 'All of us' }] }
  const open = await fileFor('access.allow', change, personAs('operator'))
  const its = await digestOf(open)
  await vote(open, its, approver!)
  await claim(sql())
  for (const said of await late(open, its, 'operator')) expect(said).toMatch(/can’t be stopped/)
})
