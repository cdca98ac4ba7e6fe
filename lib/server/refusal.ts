import { z } from 'zod'
import { routes } from '@/lib/routes'
import { clientAddress } from './client-address'
import { cookieIn, cookieName, setCookie } from './cookies'
import { log } from './log'
import { sealCookie, unsealCookie } from './sealed-cookie'
import { SignInRefused } from './sign-in-errors'

const LIFE_SECONDS = 10 * 60

const facts = z.object({
  ref: z.string(),
  detail: z.string().optional(),
  provider: z.object({ error: z.string(), description: z.string().optional() }).optional(),
})
export type ShownFacts = z.output<typeof facts>

/**
 * Logs why a sign-in was refused and redirects to the sign-in page. The quoted text travels in a sealed cookie, because
 * anyone could put text into a URL.
 */
export async function refuse(
  error: unknown,
  { headers, requestId, to }: { headers: Pick<Headers, 'get'>; requestId: string; to: string },
): Promise<Response> {
  const refused =
    error instanceof SignInRefused ? error : new SignInRefused('failed', { cause: error })
  const { code, detail, provider, cause } = refused
  log.error('Sign-in refused', {
    requestId,
    address: clientAddress(headers),
    refused: code,
    detail,
    provider,
    cause,
  })
  const name = cookieName('refusal')
  const shown = {
    ref: requestId,
    ...(detail ? { detail: short(detail) } : {}),
    ...(provider
      ? {
          provider: {
            error: short(provider.error, 100),
            ...(provider.description ? { description: short(provider.description) } : {}),
          },
        }
      : {}),
  } satisfies ShownFacts
  const query = new URLSearchParams({ error: code, ref: requestId, callbackUrl: to })
  return seeOther(`${routes.signIn()}?${query}`, [
    setCookie(name, sealCookie(name, shown, LIFE_SECONDS), LIFE_SECONDS),
  ])
}

/** The details of a refusal, in the browser where it happened. */
export async function refusalFacts(
  ref: string,
  cookies: string | null,
): Promise<ShownFacts | undefined> {
  const name = cookieName('refusal')
  const found = unsealCookie(name, cookieIn(cookies, name) ?? '', facts)
  return found?.ref === ref ? found : undefined
}

/** A redirect that the browser follows with a GET. */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

// Cuts by characters, so as not to split a surrogate pair.
const short = (text: string, longest = 400) => {
  const characters = [...text.toWellFormed()]
  return characters.length > longest
    ? `${characters.slice(0, longest).join('')}…`
    : characters.join('')
}
