import { beforeAll, expect, test } from 'vitest'
import { configuration } from './configuration'
import { authFresh, stepUpState } from './step-up'
import { configured } from './testing/configured'

beforeAll(() => configured())

const now = new Date('2026-11-21T12:00:00Z')
const ago = (seconds: number) => ({ authTime: new Date(now.getTime() - seconds * 1000) })

test('a sign-in is fresh up to its maximum age and not a second longer', () => {
  expect(authFresh(ago(0), 300, now)).toBe(true)
  expect(authFresh(ago(300), 300, now)).toBe(true)
  expect(authFresh(ago(301), 300, now)).toBe(false)
})

test('a provider’s clock may be a minute ahead, not more', () => {
  expect(authFresh(ago(-60), 300, now)).toBe(true)
  expect(authFresh(ago(-61), 300, now)).toBe(false)
})

test('a sign-in without auth_time is never fresh', () => {
  expect(authFresh({ authTime: null }, 300, now)).toBe(false)
  expect(authFresh({ authTime: new Date(Number.NaN) }, 300, now)).toBe(false)
})

test('with acr values configured, only those count', () => {
  const { signIn } = configuration()
  signIn.stepUpAcr = ['phr']
  expect(authFresh({ ...ago(1), acr: 'phr' }, 300, now)).toBe(true)
  expect(authFresh({ ...ago(1), acr: 'pwd' }, 300, now)).toBe(false)
  expect(authFresh(ago(1), 300, now)).toBe(false)
  signIn.stepUpAcr = []
})

test('a sign-in that the provider did not prove says what is missing, and a good one until when it counts', () => {
  const required = [
    { seconds: 300, acr: ['phr'], digest: 'd' },
    { seconds: 60, acr: null, digest: 'd' },
  ]
  const state = (acr: string | undefined, authTime: Date | null, stepUpFor = 'd') =>
    stepUpState({ authTime, acr, stepUpFor }, required)
  const at = new Date()
  expect(stepUpState({ authTime: null }, [])).toBeNull()
  expect(state('phr', at)?.until).toBe(new Date(at.getTime() + 60_000).toISOString())
  expect(state('phr', null)?.whyNot).toMatch(/auth_time/)
  expect(state('pwd', at)?.whyNot).toMatch(/requires acr phr.*sent pwd/)
  expect(state('phr', new Date(at.getTime() - 400_000))?.whyNot).toMatch(
    /older than.*signIn.stepUp/,
  )
  expect(state('phr', at, 'other')?.whyNot).toMatch(/requires a new sign-in/)
})
