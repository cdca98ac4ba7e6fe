/** Display preferences, kept in cookies so that the server can render them. */

export const themeCookie = 'gatehouse-theme'
export const railCookie = 'gatehouse-rail'
/** The AWS account whose peering connections were viewed last. */
export const accountCookie = 'gatehouse-account'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const asTheme = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? 'system'

const YEAR_SECONDS = 31_536_000

type Cookie = typeof themeCookie | typeof railCookie | typeof accountCookie

export function prefer(cookie: Cookie, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers
  document.cookie = `${cookie}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}

/** Applies and saves a theme. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  prefer(themeCookie, theme)
}
