import type { Preferences, Theme } from '@/lib/ops/preferences'

/** What the server needs to render a page at once, in cookies of this browser. The rest is stored per person. */

/** For the sign-in page, where nobody is signed in yet. */
export const themeCookie = 'gatehouse-theme'
/** The time zone of the browser. */
export const zoneCookie = 'gatehouse-zone'
export const railCookie = 'gatehouse-rail'
/** The AWS account whose peering connections were viewed last. */
export const accountCookie = 'gatehouse-account'

const themes = ['system', 'light', 'dark'] as const

export const asTheme = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? 'system'

const YEAR_SECONDS = 31_536_000

type Cookie = typeof themeCookie | typeof zoneCookie | typeof railCookie | typeof accountCookie

export function prefer(cookie: Cookie, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers
  document.cookie = `${cookie}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}

/** Applies a theme and a density to the page. */
export function applyLook({ theme, density }: Pick<Preferences, 'theme' | 'density'>): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
  if (density === 'compact') dataset.density = density
  else delete dataset.density
  prefer(themeCookie, theme)
}
