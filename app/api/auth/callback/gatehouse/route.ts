import { finishSignIn } from '@/lib/server/finish-sign-in'
import { newRequestId } from '@/lib/server/request-id'

/** The identity provider's answer to a sign-in. */
export const GET = (request: Request): Promise<Response> =>
  finishSignIn(new URL(request.url).searchParams, {
    headers: request.headers,
    requestId: newRequestId(),
  })
