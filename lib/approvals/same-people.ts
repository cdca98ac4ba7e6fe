import { type Account, keyOf } from './quorum'
import type { Sql, Tx } from './rows'

export type SamePerson = (a: Account, b: Account) => boolean

/**
 * Whether two of these accounts belong to one person: the same account, or accounts that ever signed in with one verified
 * e-mail address, directly or through a third.
 */
export async function samePeople(tx: Tx | Sql, accounts: readonly Account[]): Promise<SamePerson> {
  const rows = await tx<{ root: string; iss: string; sub: string }[]>`
    with recursive person (root, iss, sub) as (
      select root, iss, sub from unnest(${accounts.map(keyOf)}::text[], ${accounts.map((a) => a.iss)}::text[],
        ${accounts.map((a) => a.sub)}::text[]) as given (root, iss, sub)
      union
      select p.root, other.iss, other.sub from person p
        join account_email mine on mine.iss = p.iss and mine.sub = p.sub
        join account_email other on other.email = mine.email)
    select * from person`
  const pairs = new Set(rows.map(({ root, iss, sub }) => `${root} ${keyOf({ iss, sub })}`))
  return (a, b) => keyOf(a) === keyOf(b) || pairs.has(`${keyOf(a)} ${keyOf(b)}`)
}
