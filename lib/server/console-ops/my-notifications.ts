import type { z } from 'zod'
import { append } from '@/lib/audit/append'
import { OpError } from '@/lib/ops/failure'
import {
  type chooseNotifications,
  type linkSlack,
  type myNotifications,
  optionalTopics,
  type requestReach,
  type slackCode,
  type unlinkSlack,
} from '@/lib/ops/notifications'
import { getRequest } from '@/lib/ops/requests'
import { byOf } from '../actor'
import { configuration } from '../configuration'
import { sql } from '../database'
import { decideAt } from '../decide'
import { type Seen, whyNoMail } from '../notify/audience'
import { reachOf } from '../notify/reach'
import { accountIn, slackOf } from '../notify/slack-accounts'
import { requestAt } from '../request-place'
import type { ConsoleContext } from './context'

/** `notifications.mine` */
export async function mine(
  _: unknown,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<z.output<typeof myNotifications.output>> {
  const { iss, sub } = person
  const [choice] = await sql()<{ muted: string[] }[]>`
    select muted from notification_choice where iss = ${iss} and sub = ${sub}`
  const [seen] = await sql()<Seen[]>`
    select email, email_verified from person_seen where iss = ${iss} and sub = ${sub}`
  const address = seen?.email ?? null
  const account = (await slackOf({ iss, sub })) ?? null
  return {
    topics: optionalTopics.map((topic) => ({ topic, on: !choice?.muted.includes(topic) })),
    email: {
      address,
      whyNot: whyNoMail({ email: address, email_verified: seen?.email_verified ?? false }) ?? null,
    },
    slack: { account, whyNot: whyNoSlack(account) },
  }
}

function whyNoSlack(account: string | null): string | null {
  if (!configuration().notifications.slack) return 'Slack is not set up.'
  return account === null
    ? 'Press “I’m on it” under a request in Slack to link your account.'
    : null
}

/** `notifications.choose` */
export async function choose(
  { topic, on }: z.output<typeof chooseNotifications.input>,
  { person: { iss, sub } }: Pick<ConsoleContext, 'person'>,
): Promise<z.output<typeof chooseNotifications.output>> {
  await sql()`
    insert into notification_choice ${sql()({ iss, sub, muted: on ? [] : [topic] })}
    on conflict (iss, sub) do update set muted =
      array_remove(notification_choice.muted, ${topic}) || excluded.muted`
  return { on }
}

/** `notifications.reach` */
export async function reach(
  { requestId }: z.output<typeof requestReach.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof requestReach.output>> {
  const { r, place } = await requestAt(requestId)
  decideAt(getRequest, person, place)
  return reachOf(r)
}

/** `notifications.slackCode` */
export async function slackAccount({
  code,
}: z.output<typeof slackCode.input>): Promise<z.output<typeof slackCode.output>> {
  return { account: accountIn(code)?.name ?? null }
}

/** `notifications.linkSlack` @throws OpError 'conflict' for a link that is too old */
export async function link(
  { code }: z.output<typeof linkSlack.input>,
  { person, decision, requestId, begin = async () => {} }: ConsoleContext,
): Promise<z.output<typeof linkSlack.output>> {
  const account = accountIn(code)
  if (!account)
    throw OpError.of('conflict', 'This link is no longer valid. Press a button in Slack again.')
  const { iss, sub } = person
  const row = { team: account.team, slack_user: account.user, slack_name: account.name, iss, sub }
  await sql().begin(async (tx) => {
    await begin(tx)
    await tx`delete from slack_account where iss = ${iss} and sub = ${sub}`
    await tx`insert into slack_account ${tx(row)} on conflict (team, slack_user) do update set
      slack_name = excluded.slack_name, iss = excluded.iss, sub = excluded.sub, linked_at = clock_timestamp()`
    await append(tx, {
      type: 'slack.linked',
      actor: byOf(person, decision),
      op: 'notifications.linkSlack',
      target: `Slack account ${account.user} of team ${account.team}`,
      trace: requestId,
    })
  })
  return { account: account.name }
}

/** `notifications.unlinkSlack` */
export async function unlink(
  _: z.output<typeof unlinkSlack.input>,
  { person, decision, requestId, begin = async () => {} }: ConsoleContext,
): Promise<z.output<typeof unlinkSlack.output>> {
  const { iss, sub } = person
  return sql().begin(async (tx) => {
    await begin(tx)
    const gone =
      await tx`delete from slack_account where iss = ${iss} and sub = ${sub} returning team`
    if (gone.length > 0)
      await append(tx, {
        type: 'slack.unlinked',
        actor: byOf(person, decision),
        op: 'notifications.unlinkSlack',
        target: 'Slack account',
        trace: requestId,
      })
    return { unlinked: gone.length > 0 }
  })
}
