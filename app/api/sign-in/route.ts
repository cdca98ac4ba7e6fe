import { OpError } from '@/lib/ops/failure'
import { samePath } from '@/lib/server/auth'
import { bodyText, checkOrigin } from '@/lib/server/origin'
import { FORM } from '@/lib/server/read-body'
import { newRequestId } from '@/lib/server/request-id'
import { startSignIn } from '@/lib/server/start-sign-in'

/**
 * Starts a sign-in from a plain form: `callbackUrl`, and `fresh=1` to prove again who one is, for the request with
 * the digest `for`, or with `other=1` as somebody else. The form may set nothing else of the authorization request.
 */
export async function POST(request: Request): Promise<Response> {
  let form: URLSearchParams
  try {
    checkOrigin(request)
    form = new URLSearchParams(await bodyText(request, FORM))
  } catch (error) {
    if (error instanceof OpError) return new Response(error.message, { status: 403 })
    throw error
  }
  const digest = form.get('for') ?? ''
  return startSignIn(
    {
      to: samePath(form.get('callbackUrl')),
      fresh: form.get('fresh') === '1',
      isOther: form.get('other') === '1',
      ...(/^[0-9a-f]{64}$/.test(digest) ? { stepUpFor: digest } : {}),
    },
    { headers: request.headers, requestId: newRequestId() },
  )
}
