import { z } from 'zod'
import { bindingsOf } from '../bindings'
import { configuration } from '../configuration'
import { sql } from '../database'
import type { Person } from '../person'
import { seal, unseal } from '../sealed'
import type { Seen } from './audience'

/** A Slack account, as Slack's signed-in connection names it. */
export type SlackAccount = { team: string; user: string; name: string }

const USE = 'slack-link'
const VALID_MS = 10 * 60_000
const content = z.object({
  team: z.string(),
  user: z.string(),
  name: z.string(),
  until: z.number(),
})

/** A code with which the person who gets it can link this Slack account for ten minutes. */
export const linkCode = ({ team, user, name }: SlackAccount, now = Date.now()): string =>
  seal({ team, user, name, until: now + VALID_MS }, USE).toString('base64url')

/** The account in a code. Undefined when it is no code, or too old. */
export function accountIn(code: string, now = Date.now()): SlackAccount | undefined {
  try {
    const found = content.parse(unseal(Buffer.from(code, 'base64url'), USE))
    return found.until > now ? found : undefined
  } catch {
    return undefined
  }
}

/**
 * The person who linked a Slack account, with the groups of their last sign-in, while one of their sessions is within
 * `signIn.absoluteMinutes`. A session that the person, an admin or the identity provider ended does not count. Identity is
 * (iss, sub): Slack's e-mail address proves nothing, because whoever administers Slack can change it.
 */
export async function personOfSlack({ team, user }: SlackAccount): Promise<Person | undefined> {
  const { issuer, absoluteMinutes } = configuration().signIn
  const [seen] = await sql()<Seen[]>`
    select p.* from slack_account a join person_seen p on p.iss = a.iss and p.sub = a.sub
    where a.team = ${team} and a.slack_user = ${user} and p.iss = ${issuer}
      and exists (select 1 from session s where s.iss = p.iss and s.sub = p.sub
        and s.started_at > clock_timestamp() - make_interval(secs => ${absoluteMinutes * 60})
        and (s.ended_at is null or s.ended_by in ('idle', 'signed-in-again', 'too-many')))`
  const bindings = bindingsOf(seen?.groups ?? [])
  if (!seen || bindings.length === 0) return undefined
  return {
    kind: 'human',
    iss: seen.iss,
    sub: seen.sub,
    name: seen.name,
    groups: seen.groups,
    sessionId: '',
    // Slack proves no fresh sign-in.
    authTime: null,
    userAgent: 'Slack',
    bindings,
  }
}

/** The Slack account that a person linked. */
export async function slackOf({
  iss,
  sub,
}: {
  iss: string
  sub: string
}): Promise<string | undefined> {
  const [row] = await sql()<{ slack_name: string }[]>`
    select slack_name from slack_account where iss = ${iss} and sub = ${sub} order by linked_at desc limit 1`
  return row?.slack_name
}
