import { OpError } from '@/lib/ops/failure'
import { callbackUrl } from '@/lib/server/auth'
import { finishSignIn } from '@/lib/server/finish-sign-in'
import { bodyText } from '@/lib/server/origin'
import { FORM } from '@/lib/server/read-body'
import { seeOther } from '@/lib/server/refusal'
import { newRequestId } from '@/lib/server/request-id'

/** The identity provider's answer to a sign-in. */
export const GET = (request: Request): Promise<Response> =>
  finishSignIn(new URL(request.url).searchParams, {
    headers: request.headers,
    requestId: newRequestId(),
  })

/**
 * The same answer as a form (OAuth 2.0 Form Post Response Mode), which some providers send unasked. The browser does not
 * send cookies with a form from another site, so it is led to the answer as an address.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const form = new URLSearchParams(await bodyText(request, FORM))
    return seeOther(`${callbackUrl()}?${form}`)
  } catch (error) {
    if (error instanceof OpError) return new Response(error.message, { status: 400 })
    throw error
  }
}
