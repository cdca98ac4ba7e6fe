import { beforeAll, expect, test } from 'vitest'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { byOf } from '../actor'
import { startConsole } from '../testing/start'
import { callerOf, Unauthorized } from './caller'
import { md5 } from './digest-secret'
import { changeMachine, revokeMachine, rotateSecret } from './manage'
import { madeMachine, settingsOf, tokenOf } from './testing'

let world: TestConsole
beforeAll(async () => {
  world = await startConsole()
})

const target = '/api/atlas/v2/groups?pageNum=1'
const change = () => ({ by: byOf(personAs('admin')), trace: 'test' })

async function challengeOf(authorization?: string): Promise<readonly string[]> {
  const headers = new Headers(authorization ? { authorization } : {})
  const error = await callerOf({ method: 'GET', target, headers }).then(
    () => undefined,
    (e: unknown) => e,
  )
  if (!(error instanceof Unauthorized)) throw new Error('The call was accepted')
  return error.challenges
}

type Given = { clientId: string; secret: string }
type Signing = { nonce?: string; uri?: string; method?: string; nc?: string; realm?: string }

/** What a client answers to a challenge. */
async function signed(
  { clientId, secret }: Given,
  { nonce, uri = target, method = 'GET', nc = '00000001', realm = 'Gatehouse' }: Signing = {},
): Promise<string> {
  const known = nonce ?? /nonce="([^"]+)"/.exec((await challengeOf())[0] ?? '')?.[1] ?? ''
  const ha1 = md5(`${clientId}:${realm}:${secret}`)
  const response = md5(`${ha1}:${known}:${nc}:c0ffee:auth:${md5(`${method}:${uri}`)}`)
  return `Digest username="${clientId}", realm="${realm}", nonce="${known}", uri="${uri}", cnonce="c0ffee", nc=${nc}, qop=auth, response="${response}", algorithm=MD5`
}

const called = (authorization: string) =>
  callerOf({ method: 'GET', target, headers: new Headers({ authorization }) })

test('nobody is asked for Digest until a machine uses it', async () => {
  // Those of other tests.
  await world.owner`update machine_secret set ha1 = null`
  await madeMachine('modern')
  expect(await challengeOf()).toEqual(['Bearer realm="Gatehouse"'])
})

test('the challenge has the form that the clients of Atlas read', async () => {
  await madeMachine('challenged', { usesDigest: true })
  const [digest = '', bearer] = await challengeOf()
  expect(bearer).toBe('Bearer realm="Gatehouse"')
  expect(digest).toMatch(
    /^Digest realm="Gatehouse", domain="", nonce="[\w.-]+", algorithm=MD5, qop="auth"$/,
  )
  expect((await challengeOf())[0]).not.toBe(digest)
})

test('a machine signs in with Digest, and each nonce counts once', async () => {
  const machine = await madeMachine('digest', { usesDigest: true })
  const answer = await signed(machine)
  const { person } = await called(answer)
  expect([person.kind, person.sub]).toEqual(['machine', 'digest'])
  expect((await challengeOf(answer))[0]).toMatch(/^Digest .*, stale=true$/)
  expect((await called(await signed(machine))).person.sub).toBe('digest')
  expect(await tokenOf(machine)).toBeTruthy()
})

test('wrong answers are refused', async () => {
  const machine = await madeMachine('attacked', { usesDigest: true })
  const off = await madeMachine('not-digest')
  const right = await signed(machine)
  const wrong = [
    await signed({ ...machine, secret: 'mdb_sa_sk_wrong' }),
    await signed(off),
    await signed({ clientId: 'mdb_sa_id_000000000000000000000000', secret: machine.secret }),
    await signed(machine, { uri: '/api/atlas/v2/orgs' }),
    await signed(machine, { method: 'DELETE' }),
    await signed(machine, { realm: 'Other' }),
    await signed(machine, { nc: 'x' }),
    right.replace('qop=auth', 'qop=auth-int'),
    right.replace('algorithm=MD5', 'algorithm=SHA-256'),
    right.replace(/response="[^"]*"/, 'response=""'),
    `${right}, username="${off.clientId}"`,
    'Digest x',
  ]
  for (const one of wrong) expect((await challengeOf(one))[0]).not.toContain('stale')
  for (const nonce of ['forged', '0.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA'])
    expect((await challengeOf(await signed(machine, { nonce })))[0]).toContain('stale=true')
})

test('only secrets from after turning Digest on work with it, and turning it off, revoking or expiry ends it', async () => {
  const machine = await madeMachine('switched')
  await madeMachine('other-digest', { usesDigest: true })
  await changeMachine('switched', settingsOf({ usesDigest: true }), change())
  await challengeOf(await signed(machine))
  const { secret = '' } = await rotateSecret('switched', 24, change())
  expect((await called(await signed({ ...machine, secret }))).person.sub).toBe('switched')
  await changeMachine('switched', settingsOf({ usesDigest: false }), change())
  await challengeOf(await signed({ ...machine, secret }))
  const ended = await madeMachine('digest-ended', { usesDigest: true })
  const answer = await signed(ended)
  await revokeMachine('digest-ended', change())
  await challengeOf(answer)
  const late = await madeMachine('digest-late', { usesDigest: true })
  const { secret: fresh = '' } = await rotateSecret('digest-late', 24, change())
  await called(await signed(late))
  await world.owner`update machine_secret set expires_at = now() where expires_at is not null`
  await challengeOf(await signed(late))
  await called(await signed({ ...late, secret: fresh }))
  await world.owner`update machine set ends_at = now() where name = 'digest-late'`
  await challengeOf(await signed({ ...late, secret: fresh }))
  const rows = await world.owner`select ha1 from machine_secret where revoked_at is not null`
  expect(rows.every(({ ha1 }) => ha1 === null)).toBe(true)
})

test('what Digest needs is stored encrypted', async () => {
  const { clientId, secret } = await madeMachine('stored', { usesDigest: true })
  const [row] = await world.owner`
    select ha1 from machine_secret s join machine m on m.id = s.machine_id where m.name = 'stored'`
  const plain = md5(`${clientId}:Gatehouse:${secret}`)
  expect(row?.ha1).toBeTruthy()
  expect(Buffer.from(row?.ha1, 'base64').toString('latin1')).not.toContain(plain)
})

test('too many wrong answers are slowed down, and right ones are not', async () => {
  const machine = await madeMachine('slow', { usesDigest: true })
  const wrong = await signed({ ...machine, secret: 'wrong' })
  const tries = async () => {
    for (let i = 0; i < 100; i += 1) await challengeOf(wrong)
  }
  await expect(tries()).rejects.toThrow('accepted')
  await expect(called(wrong)).rejects.toThrow('Too many')
  expect((await called(await signed(machine))).machine?.name).toBe('slow')
})

test('a header takes linear time, whatever is in it', async () => {
  for (const text of ['a', 'a="', '\\"', 'a=b,']) {
    const authorization = `Digest ${text.repeat(150_000)}`
    const headers = new Headers({ authorization })
    await expect(callerOf({ method: 'GET', target: '/', headers })).rejects.toThrow()
  }
})
