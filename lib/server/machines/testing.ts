import { expect } from 'vitest'
import { wasSeen } from '@/lib/server/testing/acting'
import { personAs } from '@/scripts/testing/console'
import { byOf } from '../actor'
import { testUrl } from '../testing/configured'
import { callerOf, Unauthorized } from './caller'
import { createMachine, type Settings } from './manage'
import { tokenEndpoint } from './token-endpoint'

/** Settings of a machine that ends in 30 days and that the persona `owner` owns. */
export const settingsOf = (more: Partial<Settings> = {}, owner = 'operator'): Settings => {
  const { iss, sub, name } = personAs(owner)
  return {
    purpose: 'Applies the Terraform of the payments team',
    owner: { iss, sub, name },
    endsAt: new Date(Date.now() + 30 * 86_400_000),
    carryOut: 'permit',
    callsPerMinute: 600,
    gatedPerHour: 60,
    deletionsPerDay: 20,
    usesDigest: false,
    ...more,
  }
}

/** Creates a machine as the admin persona. Returns its client id and secret. */
export async function madeMachine(
  name: string,
  more: Partial<Settings> = {},
): Promise<{ name: string; clientId: string; secret: string }> {
  const admin = personAs('admin')
  await wasSeen(personAs('operator'))
  const change = { by: byOf(admin), trace: `made-${name}` }
  const { clientId, secret } = await createMachine(
    name,
    settingsOf(more),
    { withSecret: true },
    change,
  )
  return { name, clientId, secret: secret ?? '' }
}

/** A form post to the token endpoint, or to another handler. */
export const post = (
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
  handler: (request: Request) => Promise<Response> = tokenEndpoint,
): Promise<Response> =>
  handler(
    new Request(`${testUrl}/api/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    }),
  )

export const basic = (clientId: string, secret: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
})

/** An access token of a machine. */
export async function tokenOf(machine: { clientId: string; secret: string }): Promise<string> {
  const answer = await post(
    { grant_type: 'client_credentials' },
    basic(machine.clientId, machine.secret),
  )
  const { access_token: token } = (await answer.json()) as { access_token?: string }
  if (!token) throw new Error(`No token: ${answer.status}`)
  return token
}

/** What the functions that change a machine record about the admin persona. */
export const change = () => ({ by: byOf(personAs('admin')), trace: 'test' })

/** Who calls the gateway with a token. */
export const called = (token: string, scheme = 'Bearer') =>
  callerOf({
    method: 'GET',
    target: '/api/atlas/v2/groups',
    headers: new Headers({ authorization: `${scheme} ${token}`, 'user-agent': 'test/1' }),
  })

/** Expects that a token is refused. */
export async function isRefused(token: string): Promise<void> {
  const error = await called(token).then(
    () => undefined,
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(Unauthorized)
}
