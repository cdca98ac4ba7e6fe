import { expect, test } from 'vitest'
import { cookieIn, cookieName } from './cookies'
import { sessionIdIn } from './person'
import { liveSession } from './session'
import { letIn, refusing, signInBrowser } from './testing/sign-in-browser'
import { signIn, withStandIn } from './testing/stand-in-console'

const standIn = withStandIn()

test('an answer without a matching attempt in this browser signs nobody in', async () => {
  const at = await signInBrowser().start()
  const other = signInBrowser()
  expect((await other.finish(letIn(at))).error).toBe('attempt-lost')
  await other.start()
  const { state, ...stateless } = letIn(at)
  expect(state).not.toBe('')
  expect((await other.finish(stateless)).error).toBe('attempt-lost')
})

test('a code that was issued for another attempt is refused by its nonce', async () => {
  const browser = signInBrowser()
  const at = await browser.start()
  expect(await browser.finish({ ...letIn(at), code: 'another-nonce' })).toMatchObject({
    error: 'nonce-mismatch',
  })
})

test('two tabs each return to their own page, in either order', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const browser = signInBrowser()
    const pages = ['/approvals', '/permissions']
    const starts = [await browser.start(pages[0]), await browser.start(pages[1])]
    for (const i of order) {
      const at = starts[i]
      if (at) expect((await browser.finish(letIn(at))).path).toBe(pages[i])
    }
  }
})

test('a browser keeps five attempts and drops the oldest', async () => {
  const browser = signInBrowser()
  const first = await browser.start('/approvals')
  const starts: URL[] = []
  for (let i = 0; i < 5; i += 1) starts.push(await browser.start('/permissions'))
  expect([...browser.cookies.keys()].filter((name) => name.includes('attempt'))).toHaveLength(5)
  expect((await browser.finish(letIn(first))).error).toBe('attempt-lost')
  for (const at of starts) expect((await browser.finish(letIn(at))).path).toBe('/permissions')
})

test('Back or a reload to an old answer redirects a signed-in person', async () => {
  const { browser, at } = await signIn('/approvals?tab=mine')
  expect((await browser.finish(letIn(at))).path).toBe('/approvals?tab=mine')
  expect((await browser.finish({ code: 'old', state: 'unknown' })).path).toBe('/')
  for (const name of browser.cookies.keys())
    if (name.endsWith('.session')) browser.cookies.delete(name)
  expect((await browser.finish(letIn(at))).error).toBe('attempt-lost')
})

test('a code used twice redirects a signed-in person', async () => {
  const { browser } = await signIn()
  const at = await browser.start('/audit')
  standIn().behavior.token = { status: 400, body: { error: 'invalid_grant' } }
  expect((await browser.finish(letIn(at))).path).toBe('/audit')
})

/** The session of a browser, as the database has it. */
const sessionOf = async (browser: ReturnType<typeof signInBrowser>) => {
  const id = await sessionIdIn(cookieIn(browser.headers().get('cookie'), cookieName('session')))
  return id === undefined ? undefined : liveSession(id, { fresh: true })
}

test('a step-up counts only for the person who is signed in, and leaves their session as it was otherwise', async () => {
  const digest = 'd'.repeat(64)
  standIn().behavior.claims = { sub: 'amara' }
  const { browser } = await signIn()
  const before = await sessionOf(browser)
  expect(before?.sub).toBe('amara')
  const stepUp = (more = {}) =>
    browser.start('/approvals', { fresh: true, stepUpFor: digest, ...more })

  standIn().behavior.claims = { sub: 'anton' }
  expect((await browser.finish(letIn(await stepUp()))).error).toBe('other-person')
  const canceled = await browser.finish(refusing(await stepUp(), 'access_denied'))
  expect(canceled.error).toBe('step-up-refused')
  expect(await sessionOf(browser)).toMatchObject({ id: before?.id, step_up_for: null })

  standIn().behavior.claims = { sub: 'amara' }
  const at = await stepUp()
  expect((await browser.finish(letIn(at))).path).toBe('/approvals')
  const after = await sessionOf(browser)
  expect(after).toMatchObject({ sub: 'amara', step_up_for: digest })
  expect(after?.id).not.toBe(before?.id)
  // Replayed, the answer is not used again.
  expect((await browser.finish(letIn(at))).path).toBe('/approvals')
  expect((await sessionOf(browser))?.id).toBe(after?.id)

  // Someone else signs in in another tab while the step-up is open.
  const open = await stepUp()
  standIn().behavior.claims = { sub: 'anton' }
  const other = await browser.start('/', { fresh: true, isOther: true })
  expect((await browser.finish(letIn(other))).error).toBeNull()
  standIn().behavior.claims = { sub: 'amara' }
  expect((await browser.finish(letIn(open))).error).toBe('other-person')
  expect((await sessionOf(browser))?.sub).toBe('anton')
})
