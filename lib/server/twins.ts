import { sql } from './database'
import type { Person } from './person'

export type Account = { iss: string; sub: string }

const key = ({ iss, sub }: Account) => JSON.stringify([iss, sub])

/**
 * Whether another account has this person's name or e-mail address. OpenID Connect identifies accounts, not people: one
 * person with two accounts could request and approve, so Gatehouse shows a warning.
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
