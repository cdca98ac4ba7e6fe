import { MACHINES } from '@/lib/approvals/people-only'
import { covers, type Where } from './bindings'
import { sql } from './database'
import { groupOf } from './machines/name'
import { policySettings } from './policy-settings'

/**
 * Who can approve in a place: people who had the role at their last sign-in, since OpenID Connect lists no group members,
 * and the groups bound to the role. `except` is excluded, because nobody approves their own request.
 */
export async function approversAt(
  place: Where,
  except?: { iss: string; sub: string },
): Promise<{ people: Array<{ name: string; lastSeenAt: string }>; groups: string[] }> {
  const groups = [
    ...new Set(
      policySettings()
        .bindings.filter((b) => b.role === 'approver' && covers(b, place))
        .map((b) => b.group),
    ),
  ]
  if (groups.length === 0) return { people: [], groups }
  const seen = await sql()<{ iss: string; sub: string; name: string; seen_at: Date }[]>`
    select iss, sub, name, seen_at from person_seen
    where groups && ${groups} and iss = ${policySettings().signIn.issuer}
      and seen_at > clock_timestamp() - interval '30 days'
    order by seen_at desc limit 20`
  return {
    people: seen
      .filter((p) => !(p.iss === except?.iss && p.sub === except.sub))
      .map((p) => ({ name: p.name, lastSeenAt: p.seen_at.toISOString() })),
    groups,
  }
}

/** The groups of a person at their last sign-in, or of a machine. Empty for a provider that is no longer configured. */
export async function groupsOf(who: { iss: string; sub: string }): Promise<string[]> {
  if (who.iss === MACHINES) return [groupOf(who.sub)]
  const [seen] = await sql()<{ groups: string[] }[]>`
    select groups from person_seen where iss = ${who.iss} and sub = ${who.sub}
      and iss = ${policySettings().signIn.issuer}`
  return seen?.groups ?? []
}
