import { configuration } from './configuration'

const parts = ['session', 'attempt', 'refusal', 'callback-url', 'csrf', 'state'] as const
export type CookiePart = (typeof parts)[number]

/** A cookie's name. It contains the port, which cookies ignore; with TLS, the prefix binds the cookie to this host. */
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

/** A Set-Cookie header; 0 seconds removes the cookie. The value must need no escaping. */
export function setCookie(name: string, value: string, maxAgeSeconds: number): string {
  const secure = cookieOptions().secure ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}

/** Name and value of each cookie in a Cookie header. */
export function cookiesIn(header: string | null): Array<[string, string]> {
  return (header ?? '').split(';').map((pair) => {
    const [key = '', ...value] = pair.split('=')
    return [key.trim(), value.join('=').trim()]
  })
}

/** The value of one cookie in a Cookie header. */
export const cookieIn = (header: string | null, name: string): string | undefined =>
  cookiesIn(header).find(([key]) => key === name)?.[1]
