import { createHash, randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { OpError } from '@/lib/ops/failure'
import { authOptions, providerId, samePath } from '@/lib/server/auth'
import { configuration } from '@/lib/server/configuration'
import { cookieName, cookieOptions } from '@/lib/server/cookies'
import { bodyText, checkOrigin } from '@/lib/server/origin'

// An address and a flag.
const MAX_FORM_BYTES = 8_000

/**
 * Starts a sign-in from a plain form: `callbackUrl`, and `fresh=1` to prove again who one is (`max_age=0`). The form may
 * set nothing else of the authorization request.
 */
export async function POST(request: Request): Promise<Response> {
  let form: URLSearchParams
  try {
    checkOrigin(request)
    form = new URLSearchParams(await bodyText(request, MAX_FORM_BYTES))
  } catch (error) {
    if (error instanceof OpError) return new Response(error.message, { status: 403 })
    throw error
  }
  return toProvider(request.headers, {
    callbackUrl: samePath(form.get('callbackUrl')),
    fresh: form.get('fresh') === '1',
  })
}

/** next-auth's own start of a sign-in. Its double-submit token is made here: the Origin check has done its work. */
async function toProvider(
  headers: Headers,
  { callbackUrl, fresh }: { callbackUrl: string; fresh: boolean },
): Promise<Response> {
  const { url, secret } = configuration()
  const token = randomBytes(32).toString('hex')
  const hash = createHash('sha256')
    .update(token + secret)
    .digest('hex')
  const jar = await cookies()
  jar.set(cookieName('csrf'), `${token}|${hash}`, cookieOptions())
  const start = new NextRequest(
    `${url.origin}/api/auth/signin/${providerId}${fresh ? '?max_age=0' : ''}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken: token, callbackUrl }).toString(),
    },
  )
  const context = { params: Promise.resolve({ nextauth: ['signin', providerId] }) }
  const answer: Response = await NextAuth(start, context, await authOptions(headers))
  // 303: the browser goes on with a GET, whatever it posted.
  return new Response(null, { status: 303, headers: answer.headers })
}
