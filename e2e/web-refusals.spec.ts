import type { APIRequestContext } from '@playwright/test'
import type { Op } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { routePatterns, routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { send, sessionOf } from './support/api'
import { consoleUrl } from './support/environment'
import { commands, nothingChanged, somewhere, type Victim, victim } from './support/victim'

test('W2: an unknown operation, an unknown project and an unknown request are the same 404', async () => {
  const viewer = await sessionOf('viewer')
  const nowhere = 'f'.repeat(24)
  const answers = await Promise.all([
    send(viewer, 'no.such', {}),
    send(viewer, '__proto__', {}),
    send(viewer, 'constructor', {}),
    send(viewer, 'access.list', { groupId: nowhere }),
    send(viewer, 'orgs.settings', { orgId: nowhere }),
    send(viewer, 'slots.get', { groupId: nowhere, clusterName: 'main' }),
    send(viewer, 'requests.get', { requestId: '0'.repeat(26) }),
    // What only Gatehouse itself reads.
    send(viewer, 'orgs.list', {}),
  ])
  for (const { status, body } of answers) {
    const { requestId, ...rest } = body
    expect(requestId).toBeTruthy()
    expect({ status, ...rest }).toEqual({
      status: 404,
      kind: 'not-found',
      message: 'It does not exist, or you do not have access to it.',
    })
  }
  await viewer.dispose()
})

/** The result of every operation for a persona, sent like the console's own pages do. */
async function everyEnd(session: APIRequestContext, list: readonly Op[], it: Victim) {
  const ends: Array<[string, number, Record<string, unknown>]> = []
  for (const { id } of list) {
    const { status, body } = await send(session, id, it.inputs[id])
    const { requestId: _, ...rest } = body
    ends.push([id, status, rest])
  }
  return ends
}

test('W2: a person without a role gets the same refusal from every operation, known or unknown', async () => {
  const it = await victim('W2 outsider')
  const outsider = await sessionOf('outsider')
  const { status, body } = await send(outsider, 'no.such', {})
  const { requestId: _, ...refusal } = body
  expect(status).toBe(403)
  expect(refusal).toMatchObject({ kind: 'not-allowed', message: /platform@example\.com/ })
  for (const end of await everyEnd(outsider, [...ops.values()], it))
    expect(end).toEqual([end[0], 403, refusal])
  await outsider.dispose()
  await nothingChanged(it)
})

/** What everybody may do, because it is about themselves. */
const ofOneself = [
  ...['notifications.choose', 'notifications.linkSlack', 'notifications.unlinkSlack'],
  ...['sessions.endMine', 'preferences.set', 'views.save', 'views.delete'],
  ...['cliSessions.approve', 'cliSessions.deny', 'cliSessions.end'],
]

test('a viewer changes nothing of others by any command', async () => {
  const it = await victim('viewer')
  const viewer = await sessionOf('viewer')
  const ofOthers = commands.filter(({ id }) => !ofOneself.includes(id))
  for (const [id, status, { message }] of await everyEnd(viewer, ofOthers, it)) {
    expect([403, 404], `${id}: ${message}`).toContain(status)
    expect(message, id).toMatch(/does not exist|Only/)
  }
  await viewer.dispose()
  await nothingChanged(it)
})

const bypass: Record<string, string> = {
  'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
}
test('W3: without a session nothing can be read or changed, with or without the proxy', async ({
  playwright,
}) => {
  const it = await victim('W3')
  const nobody = await playwright.request.newContext({ baseURL: consoleUrl() })
  const forged = { cookie: `gatehouse.${new URL(consoleUrl()).port}.session=none` }
  for (const headers of [{}, bypass, forged]) {
    for (const id of [...ops.keys(), 'no.such']) {
      const { status, body } = await send(nobody, id, it.inputs[id] ?? {}, headers)
      expect([id, status, body.kind]).toEqual([id, 401, 'signed-out'])
    }
    for (const pattern of routePatterns) {
      if (pattern === '/sign-in') continue
      const answer = await nobody.get(somewhere(pattern), { headers, maxRedirects: 0 })
      expect(answer.status(), pattern).toBe(307)
      expect(answer.headers().location, pattern).toContain(routes.signIn())
    }
  }
  await nobody.dispose()
  await nothingChanged(it)
})

test('W3: a person without a role sees no page, with or without the proxy', async () => {
  const outsider = await sessionOf('outsider')
  for (const headers of [{}, bypass])
    for (const pattern of routePatterns) {
      if (pattern === '/sign-in' || pattern === '/no-role') continue
      const answer = await outsider.get(somewhere(pattern), { headers, maxRedirects: 0 })
      expect(answer.status(), pattern).toBe(307)
      expect(answer.headers().location, pattern).toContain(routes.noRole())
    }
  await outsider.dispose()
})
