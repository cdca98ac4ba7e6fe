import { cookies } from 'next/headers'
import { OpError } from '@/lib/ops/failure'
import { clientAddress } from '@/lib/server/client-address'
import { endOthersOf } from '@/lib/server/console-ops/sessions'
import { cookieName, cookieOptions } from '@/lib/server/cookies'
import { log } from '@/lib/server/log'
import { checkOrigin } from '@/lib/server/origin'
import { sessionIdIn, toPerson } from '@/lib/server/person'
import { newRequestId } from '@/lib/server/request-id'
import { closeSession, liveSession } from '@/lib/server/session'
import { signOutUrl } from '@/lib/server/sign-out-url'

/**
 * Ends the session here, then leads to the identity provider to end its own. With `everywhere` it also ends the person's
 * other sessions, for people without a role, who can't open the account page.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    checkOrigin(request)
  } catch (error) {
    if (error instanceof OpError) return new Response(error.message, { status: 403 })
    throw error
  }
  const jar = await cookies()
  const id = await sessionIdIn(jar.get(cookieName('session'))?.value)
  if (id && new URL(request.url).searchParams.has('everywhere')) {
    const row = await liveSession(id, { fresh: true })
    if (row) await endOthersOf(toPerson(row, request.headers), newRequestId())
  }
  const { ended, idToken } = id ? await closeSession(id, 'sign-out') : { ended: false }
  if (ended) log.info('Signed out', { session: id, address: clientAddress(request.headers) })
  for (const part of ['session', 'callback-url', 'csrf'] as const)
    jar.set(cookieName(part), '', { ...cookieOptions(), maxAge: 0 })
  return new Response(null, { status: 303, headers: { location: await signOutUrl(idToken) } })
}
