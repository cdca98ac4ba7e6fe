import { cookies } from 'next/headers'
import { cache } from 'react'
import { asTheme, themeCookie, zoneCookie } from '@/lib/client/preferences'
import { isTimeZone } from '@/lib/format/zones'
import { defaultPreferences, type Preferences } from '@/lib/ops/preferences'
import { preferencesOf } from '@/lib/server/console-ops/preferences'
import { currentPerson } from '@/lib/server/person'

/**
 * How to render this page: the signed-in person's preferences, and their time zone or that of their browser. Read once per
 * page. Without a person or a database, what the browser remembers.
 */
export const pagePreferences: () => Promise<Preferences & { zone: string }> = cache(async () => {
  const jar = await cookies()
  const remembered = { ...defaultPreferences, theme: asTheme(jar.get(themeCookie)?.value) }
  const person = await currentPerson().catch(() => null)
  const chosen = person ? await preferencesOf(person).catch(() => remembered) : remembered
  const browser = jar.get(zoneCookie)?.value ?? ''
  return { ...chosen, zone: chosen.timeZone ?? (isTimeZone(browser) ? browser : 'UTC') }
})
