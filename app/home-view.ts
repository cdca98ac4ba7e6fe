import { headers } from 'next/headers'
import { patternOf } from '@/lib/client/page-of'
import { routes } from '@/lib/routes'
import { PATH_HEADER } from '@/lib/server/page-path'
import { pagePreferences } from './page-preferences'

/**
 * The page that the person wants to see when they open Gatehouse, by its bare address or by signing in. Undefined for links
 * of the console itself, for a reload, and without a choice.
 */
export async function homeView(): Promise<string | undefined> {
  const { home } = await pagePreferences()
  const from = await headers()
  const isOpened =
    from.get(PATH_HEADER) === routes.home() &&
    from.get('sec-fetch-mode') === 'navigate' &&
    from.get('sec-fetch-site') !== 'same-origin' &&
    from.get('cache-control') !== 'max-age=0'
  if (!home || !isOpened) return undefined
  const pattern = patternOf(home.replace(/[?#].*$/, ''))
  return pattern && ![routes.home(), routes.signIn(), routes.noRole()].includes(pattern)
    ? home
    : undefined
}
