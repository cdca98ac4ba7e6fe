import { sql } from './database'
import type { Person } from './person'

export type Account = { iss: string; sub: string }

const key = ({ iss, sub }: Account) => JSON.stringify([iss, sub])

/**
 * Whether an account that isn't this person's has their name or e-mail address. OpenID Connect names an account, not a human
 * being: two accounts of one person can ask and approve, so people are told what looks alike.
 */
export async function twinsOf(person: Person): Promise<(account: Account) => boolean> {
  const { iss, sub, name, email = '' } = person
  const rows = await sql()<Account[]>`
    select iss, sub from person_seen
    where lower(btrim(name)) = lower(btrim(${name})) and not (iss = ${iss} and sub = ${sub})
    union select iss, sub from session
    where ${email} <> '' and lower(btrim(email)) = lower(btrim(${email})) and not (iss = ${iss} and sub = ${sub})`
  const twins = new Set(rows.map(key))
  return (account) => twins.has(key(account))
}
