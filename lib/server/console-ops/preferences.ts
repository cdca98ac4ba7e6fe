import type { z } from 'zod'
import { defaultPreferences, type Preferences, preferences } from '@/lib/ops/preferences'
import type { setPreferences } from '@/lib/ops/set-preferences'
import { sql } from '../database'
import type { Person } from '../person'
import type { ConsoleContext } from './context'

type Owner = Pick<Person, 'iss' | 'sub'>

/** A person's preferences; the defaults for what they never chose, or what a newer version stored. */
export async function preferencesOf({ iss, sub }: Owner): Promise<Preferences> {
  const [row] = await sql()`
    select time_zone as "timeZone", density, theme, home, shortcuts from preference
    where iss = ${iss} and sub = ${sub}`
  return { ...defaultPreferences, ...preferences.safeParse(row).data }
}

/** `preferences.get` */
export const get = (_: unknown, { person }: Pick<ConsoleContext, 'person'>) => preferencesOf(person)

/** `preferences.set` */
export async function set(
  change: z.output<typeof setPreferences.input>,
  { person: { iss, sub } }: Pick<ConsoleContext, 'person'>,
): Promise<Preferences> {
  const row = columnsOf(change)
  const all = { ...columnsOf(defaultPreferences), ...row, iss, sub }
  await sql()`
    insert into preference ${sql()(all)} on conflict (iss, sub) do update
      set ${sql()({ sub, ...row })}`
  return preferencesOf({ iss, sub })
}

const columnsOf = ({ timeZone, ...rest }: z.output<typeof setPreferences.input>) => ({
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  ...(timeZone === undefined ? {} : { time_zone: timeZone }),
})
