import { describe, expect, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { inbox } from '@/lib/ops/inbox'
import { editRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { report } from '@/scripts/testing/full-size'
import { acceptSignIn } from './accept-sign-in'
import { sql } from './database'
import { type Person, toPerson } from './person'
import { run } from './run'
import { liveSession } from './session'
import { SignInRefused } from './sign-in-errors'
import { refusal, settleAll, wasSeen } from './testing/acting'
import { approve, card, fileAccess, grantCalls, why } from './testing/requests'
import { startConsole } from './testing/start'
import {
  crowd,
  deny,
  digestOf,
  rowsOf,
  ruleOf,
  someone,
  stateOf,
  twoOf,
  vote,
} from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }
const project = () => world.project({ clusters: [{ name: 'main' }] })

describe('roles and groups that change', () => {
  test('D6: someone who left the group between page and click is refused', async () => {
    const id = await fileAccess(await project())
    const digest = await digestOf(id)
    const leaver = await someone('leaver')
    expect((await card(id, leaver)).may.approve).toBeNull()
    const now = { ...leaver, groups: [], bindings: personAs('viewer').bindings }
    expect(await refusal(vote(id, digest, now))).toMatchObject({ kind: 'not-allowed' })
    expect(await rowsOf(id)).toEqual({ decisions: 0, effects: 0 })
  })

  test('D6: an approver who left between approval and call no longer counts: the request waits again and nothing is sent', async () => {
    const [stays, leaves, other] = await crowd(3, 'six', ['dba'])
    await withRules(twoOf(['dba']), async () => {
      for (const groups of [[], ['gatehouse-approvers']]) {
        const at = await project()
        const id = await fileAccess(at)
        const digest = await digestOf(id)
        await wasSeen(leaves)
        await vote(id, digest, leaves!)
        await vote(id, digest, stays!)
        await sql()`update person_seen set groups = ${groups} where sub = ${leaves!.sub}`
        await settleAll()
        const { request, timeline, steps } = await card(id)
        expect([request.state, request.revision, steps[0]?.got]).toEqual(['pending', 2, 0])
        expect(timeline.map((step) => step.type)).toContain('approvals.voided')
        expect(await grantCalls(world, at)).toHaveLength(0)
        await approve(id, stays)
        await approve(id, other)
        await settleAll()
        expect(await grantCalls(world, at)).toHaveLength(1)
      }
    })
  })

  test('D6: an approval of someone who left does not count towards the next one', async () => {
    const [leaves, one, two] = await crowd(3, 'early', ['dba'])
    await withRules(twoOf(['dba']), async () => {
      const id = await fileAccess(await project())
      const digest = await digestOf(id)
      await vote(id, digest, leaves!)
      await sql()`update person_seen set groups = '{}' where sub = ${leaves!.sub}`
      await vote(id, digest, one!)
      expect(await stateOf(id)).toBe('pending')
      expect((await card(id)).decisions.map((d) => d.counted)).toEqual([false, true])
      await vote(id, digest, two!)
      expect(await stateOf(id)).toBe('approved')
    })
  })
})

describe('what approvals cover', () => {
  test('D7: an edit after the first approval makes a new revision and voids it', async () => {
    const [one, two] = await crowd(2, 'seven')
    await withRules(twoOf(), async () => {
      const id = await fileAccess(await project())
      const before = (await card(id)).request
      await vote(id, before.digest, one!)
      const input = { ...before.input, minutes: 45 }
      const edit = { requestId: id, input, ...why, revision: 1 }
      await run(editRequest, edit, personAs('requester'), context)
      const after = await card(id)
      expect(after.request.digest).not.toBe(before.digest)
      expect([after.steps[0]?.got, after.request.state]).toEqual([0, 'pending'])
      expect(await refusal(vote(id, before.digest, two!))).toMatchObject({ kind: 'conflict' })
      await vote(id, after.request.digest, two!)
      expect(await stateOf(id)).toBe('pending')
      await vote(id, after.request.digest, one!)
      expect(await stateOf(id)).toBe('approved')
    })
  })

  test('the narrowest of several approvals is sent, never a wider one, and later voters see it', async () => {
    const [one, two] = await crowd(2, 'narrow')
    await withRules(twoOf(), async () => {
      const at = await project()
      const id = await fileAccess(at, { minutes: 120 })
      const digest = await digestOf(id)
      const wider = [
        { minutes: 121 },
        { level: 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA' },
        { level: 'constructor' },
      ]
      for (const more of wider)
        expect(await refusal(vote(id, digest, one!, more))).toMatchObject({ kind: 'invalid' })
      await vote(id, digest, one!, { minutes: 60, level: 'CLUSTER_DATABASE_LOGS' })
      const seen = await card(id, two)
      expect(seen.narrowed).toMatchObject({
        minutes: 60,
        level: { id: 'CLUSTER_DATABASE_LOGS' },
        by: ['narrow-0'],
      })
      expect(seen.request.summary).toMatch(/log.*1 h/)
      expect(seen.timeline.at(-1)?.summary).toMatch(/approved .* for 1 h\. It waits/)
      await vote(id, digest, two!, { minutes: 90 })
      await settleAll()
      const [call] = await grantCalls(world, at)
      const { grantType, expirationTime } = JSON.parse(call?.body ?? '{}')
      expect(grantType).toBe('CLUSTER_DATABASE_LOGS')
      expect(Date.parse(expirationTime) - Date.now()).toBeLessThanOrEqual(60 * 60_000)
    })
  })

  test('D7: a vote or a narrowing that was changed in the tables stops the call', async () => {
    const [one, two] = await crowd(2, 'forged')
    const changes = [
      'minutes = 100',
      "level = 'CLUSTER_INFRASTRUCTURE'",
      'minutes = null',
      "sub = 'forged-9'",
      'step = 1',
    ]
    await withRules(twoOf(), async () => {
      for (const change of changes) {
        const at = await project()
        const id = await fileAccess(at, { minutes: 120 })
        const digest = await digestOf(id)
        await vote(id, digest, one!, { minutes: 60 })
        await vote(id, digest, two!)
        await world.owner.unsafe(
          `update decision set ${change} where request_id = '${id}' and sub = 'forged-0'`,
        )
        await settleAll()
        expect([change, (await card(id)).request.how]).toEqual([change, 'refused'])
        expect(await grantCalls(world, at)).toHaveLength(0)
      }
    })
  })
})

describe('steps', () => {
  const steps = ruleOf({
    steps: [
      { groups: ['step-leads'], count: 1 },
      { groups: ['step-dba'], count: 1 },
    ],
  })

  test('steps are decided in order, and the inbox shows a request only to those who can decide it now', async () => {
    const [lead] = await crowd(1, 'lead', ['step-leads'])
    const [dba] = await crowd(1, 'dba', ['step-dba'])
    const plain = await someone('plain')
    const waiting = async (person: Person) =>
      inbox.output
        .parse((await run(inbox, {}, person, context)).data)
        .forMe.map((request) => request.id)
    await withRules(steps, async () => {
      const id = await fileAccess(await project())
      const digest = await digestOf(id)
      expect((await card(id)).request.approvals).toEqual({
        got: 0,
        needed: 2,
        waitsFor: 'step-leads',
      })
      expect(await waiting(lead!)).toContain(id)
      for (const person of [dba!, plain]) {
        expect(await waiting(person)).not.toContain(id)
        const { kind, message } = await refusal(vote(id, digest, person))
        expect([kind, message.includes('leads')]).toEqual(['not-allowed', true])
      }
      const { steps: before } = await card(id)
      expect(before.map((s) => s.people.map((p) => p.name))).toEqual([['lead-0'], ['dba-0']])
      await vote(id, digest, lead!, { comment: 'Fine with me' })
      const between = await card(id)
      expect(between.request.approvals).toEqual({ got: 1, needed: 2, waitsFor: 'step-dba' })
      expect(between.decisions[0]).toMatchObject({ comment: 'Fine with me', step: 0 })
      expect(await waiting(lead!)).not.toContain(id)
      expect(await waiting(dba!)).toContain(id)
      await vote(id, digest, dba!)
      expect(await stateOf(id)).toBe('approved')
      await settleAll()
      expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
    })
  })

  test('one eligible person denies it for all, also after approving it; someone in no step does not', async () => {
    const [lead] = await crowd(1, 'lead', ['step-leads'])
    const [dba] = await crowd(1, 'dba', ['step-dba'])
    const plain = await someone('plain')
    await withRules(steps, async () => {
      const id = await fileAccess(await project())
      const digest = await digestOf(id)
      expect(await refusal(deny(id, digest, plain))).toMatchObject({ kind: 'not-allowed' })
      await vote(id, digest, lead!)
      await deny(id, digest, lead!)
      expect(await stateOf(id)).toBe('denied')
      const other = await fileAccess(await project())
      await deny(other, await digestOf(other), dba!)
      expect(await stateOf(other)).toBe('denied')
    })
  })
})

describe('signing in again', () => {
  const rules = ruleOf({ stepUpSeconds: 300, stepUpAcr: ['phr', 'phrh'] })
  const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds

  test('D9: twelve sign-ins that are too old, too weak or for something else do not approve', async () => {
    await withRules(rules, async () => {
      const [id, other] = [await fileAccess(await project()), await fileAccess(await project())]
      const before = await digestOf(id)
      const { input } = (await card(id)).request
      const edit = { requestId: id, input: { ...input, minutes: 45 }, ...why, revision: 1 }
      await run(editRequest, edit, personAs('requester'), context)
      const [digest, elsewhere] = [await digestOf(id), await digestOf(other)]
      await wasSeen()
      const good = { auth_time: ago(5), acr: 'phr' }
      const variants: Record<string, { claims: Record<string, unknown>; stepUpFor?: string }> = {
        'no auth_time': { claims: { acr: 'phr' }, stepUpFor: digest },
        'auth_time that is no number': {
          claims: { ...good, auth_time: 'now' },
          stepUpFor: digest,
        },
        'auth_time of 0': { claims: { ...good, auth_time: 0 }, stepUpFor: digest },
        'auth_time 301 s ago': { claims: { ...good, auth_time: ago(303) }, stepUpFor: digest },
        'auth_time in the future': { claims: { ...good, auth_time: ago(-120) }, stepUpFor: digest },
        'auth_time in ms': { claims: { ...good, auth_time: Date.now() }, stepUpFor: digest },
        'no acr': { claims: { auth_time: ago(5) }, stepUpFor: digest },
        'another acr': { claims: { ...good, acr: 'pwd' }, stepUpFor: digest },
        'an acr in capitals': { claims: { ...good, acr: 'PHR' }, stepUpFor: digest },
        'a usual sign-in': { claims: good },
        'a step-up for another request': { claims: good, stepUpFor: elsewhere },
        'a step-up for the earlier revision': { claims: good, stepUpFor: before },
      }
      for (const [name, variant] of Object.entries(variants)) {
        const person = await signedIn(variant)
        const { kind } = person ? await refusal(vote(id, digest, person)) : { kind: 'step-up' }
        expect([name, kind]).toEqual([name, 'step-up'])
      }
      expect(await rowsOf(id)).toEqual({ decisions: 0, effects: 0 })
      const person = await signedIn({ claims: good, stepUpFor: digest })
      await vote(id, digest, person!)
      expect(await stateOf(id)).toBe('approved')
      // The same step-up does not approve the other request.
      expect(await refusal(vote(other, elsewhere, person!))).toMatchObject({ kind: 'step-up' })
      report('D9 sign-ins', { tried: 12, refused: 12 })
    })
  })

  /** A session from a verified ID token with these claims. Undefined if the sign-in was refused. */
  async function signedIn(given: { claims: Record<string, unknown>; stepUpFor?: string }) {
    const like = personAs('approver')
    const { iss, sub, name, groups } = like
    const accepted = await acceptSignIn({
      claims: { iss, sub, name, groups, iat: ago(0), ...given.claims },
      headers: new Headers(),
      fresh: true,
      ...(given.stepUpFor ? { stepUpFor: given.stepUpFor } : {}),
    }).catch((error: unknown) => {
      if (error instanceof SignInRefused) return undefined
      throw error
    })
    const row = accepted && (await liveSession(accepted.sessionId, { fresh: true }))
    return row && toPerson(row, new Headers())
  }
})
