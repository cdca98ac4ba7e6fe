import { bindingsOf, covers, type Where } from './bindings'
import { configuration } from './configuration'
import { sql } from './database'

/**
 * Who may approve in a place: people seen in the role at their last sign-in (OpenID Connect lists no members of a group),
 * and the groups that are bound to it. `except` is left out: never one's own request.
 */
export async function approversAt(
  place: Where,
  except?: { iss: string; sub: string },
): Promise<{ people: Array<{ name: string; lastSeenAt: string }>; groups: string[] }> {
  const groups = [
    ...new Set(
      configuration()
        .bindings.filter((b) => b.role === 'approver' && covers(b, place))
        .map((b) => b.group),
    ),
  ]
  if (groups.length === 0) return { people: [], groups }
  const seen = await sql()<{ iss: string; sub: string; name: string; seen_at: Date }[]>`
    select iss, sub, name, seen_at from person_seen
    where groups && ${groups} and iss = ${configuration().signIn.issuer}
      and seen_at > clock_timestamp() - interval '30 days'
    order by seen_at desc limit 20`
  return {
    people: seen
      .filter((p) => !(p.iss === except?.iss && p.sub === except.sub))
      .map((p) => ({ name: p.name, lastSeenAt: p.seen_at.toISOString() })),
    groups,
  }
}

/** A sentence when a person, by their last sign-in and today's bindings, may not approve in a place. */
export async function lostApproval(
  who: { iss: string; sub: string; name: string },
  place: Where,
): Promise<string | undefined> {
  const [seen] = await sql()<{ groups: string[] }[]>`
    select groups from person_seen where iss = ${who.iss} and sub = ${who.sub}
      and iss = ${configuration().signIn.issuer}`
  const holds = bindingsOf(seen?.groups ?? []).some(
    (b) => b.role === 'approver' && covers(b, place),
  )
  return holds
    ? undefined
    : `${who.name} may not approve here any more, so the approval does not count.`
}
