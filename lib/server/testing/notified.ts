import { afterAll, beforeEach } from 'vitest'
import { type SandboxInbox, startSandboxInbox } from '@/sandbox/inbox/server'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { configuration } from '../configuration'
import { sql } from '../database'
import { claimDelivery, deliver } from '../notify/delivery'
import { readOutbox } from '../notify/outbox'
import type { Person } from '../person'
import { settleAll } from './acting'

/** Two secrets: during a rotation both are active. */
export const secrets = [
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_Z2F0ZWhvdXNlLXNlY29uZC1zZWNyZXQtMDAwMDAwMDA=',
] as const

export type NotifiedConsole = TestConsole & { inbox: SandboxInbox }

/** A test console with a mailbox and a receiver of webhooks. `more` changes `notifications` in gatehouse.yaml. */
export async function notifiedConsole(
  more: (inbox: SandboxInbox) => Record<string, unknown> = () => ({}),
): Promise<NotifiedConsole> {
  const inbox = await startSandboxInbox({ port: 0, smtpPort: 0, secrets })
  Object.assign(process.env, { HOOK_SECRET: secrets[0], HOOK_SECRET_NEXT: secrets[1] })
  const world = await testConsole({
    configure: (file) => ({
      ...file,
      notifications: {
        webhooks: [
          {
            name: 'receiver',
            url: inbox.hookUrl,
            secretsFrom: ['HOOK_SECRET', 'HOOK_SECRET_NEXT'],
            timeoutSeconds: 5,
          },
        ],
        email: { server: inbox.smtp, from: 'gatehouse@example.com' },
        allowAddresses: ['127.0.0.1'],
        ...more(inbox),
      },
    }),
  })
  return {
    ...world,
    inbox,
    async end() {
      await world.end()
      await inbox.close()
    },
  }
}

/** The same for the tests of this file. Each starts with nobody seen, and with nothing left to send to Atlas or to people. */
export async function startNotified(): Promise<NotifiedConsole> {
  const world = await notifiedConsole()
  afterAll(() => world.end())
  beforeEach(async () => {
    waitFor(5)
    world.inbox.answer('ok')
    world.inbox.refuse(undefined)
    await settleAll()
    await pass(world, 61)
    await notifyAll()
    await world.owner`truncate person_seen, notification_choice`
    world.inbox.hooks.splice(0)
    world.inbox.mails.splice(0)
  })
  return world
}

/** Records a sign-in with a verified address, or with `more`. */
export async function signedIn(
  person: Person = personAs('approver'),
  more: { email?: string | null; email_verified?: boolean } = {},
): Promise<void> {
  const { iss, sub, name, groups, email = null } = person
  const row = { iss, sub, name, groups, email, email_verified: true, ...more }
  await sql()`insert into person_seen ${sql()(row)}
    on conflict (iss, sub) do update set groups = excluded.groups, name = excluded.name, email = excluded.email,
      email_verified = excluded.email_verified`
}

/** Reads the outbox and makes every attempt that is due, some at a time. Returns how many. */
export async function notifyAll(): Promise<number> {
  while (await readOutbox());
  let made = 0
  for (;;) {
    const turn = await Promise.all([1, 2, 3, 4].map(attemptNext))
    const count = turn.filter(Boolean).length
    if (count === 0) return made
    made += count
  }
}

async function attemptNext(): Promise<boolean> {
  const row = await claimDelivery()
  if (row) await deliver(row)
  return row !== undefined
}

/** Lets this many seconds pass for every delivery, by the database's clock. */
export const pass = (world: TestConsole, seconds: number) => world.owner`
  update delivery set next_at = next_at - make_interval(secs => ${seconds}),
    since = since - make_interval(secs => ${seconds}),
    lease_until = lease_until - make_interval(secs => ${seconds})`

/** Sets the timeout of the webhook, in seconds. */
export function waitFor(seconds: number): void {
  for (const hook of configuration().notifications.webhooks) hook.timeoutSeconds = seconds
}
