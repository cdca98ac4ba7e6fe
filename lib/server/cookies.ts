import { configuration } from './configuration'

const parts = ['session', 'callback-url', 'csrf', 'pkce', 'state', 'nonce'] as const
export type CookiePart = (typeof parts)[number]

/** Cookies ignore ports, so the name carries it; behind TLS the prefix ties them to this very host. */
export function cookieName(part: CookiePart, url = configuration().url): string {
  const secure = url.protocol === 'https:'
  return `${secure ? '__Host-' : ''}gatehouse.${url.port || (secure ? '443' : '80')}.${part}`
}

export const cookieOptions = (url = configuration().url) => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  path: '/',
  secure: url.protocol === 'https:',
})

/** The value of one cookie in a Cookie header. */
export function cookieIn(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...value] = pair.split('=')
    if (key?.trim() === name) return value.join('=').trim()
  }
  return undefined
}
