import { OpError } from '@/lib/ops/failure'
import { clientAddress } from '../client-address'
import { isDatabaseError } from '../database'
import { log } from '../log'
import { bodyText } from '../origin'
import { type BodyLimits, FORM } from '../read-body'
import { newRequestId } from '../request-id'

/** A refusal of the token endpoint, in the words of RFC 6749, 5.2. */
export class OAuthError extends Error {
  override name = 'OAuthError'
  readonly code: string
  readonly status: number
  readonly headers: Record<string, string>
  constructor(code: string, message: string, status = 400, headers: Record<string, string> = {}) {
    super(message)
    this.code = code
    this.status = status
    this.headers = headers
  }
}

/** The same answer for an unknown client id, a wrong secret and an ended machine. */
export const invalidClient = () =>
  new OAuthError(
    'invalid_client',
    'The client ID or secret is wrong, expired or revoked. Check it in Gatehouse under Machines.',
    401,
    { 'www-authenticate': 'Basic realm="Gatehouse"' },
  )

export type Form = (name: string) => string | undefined

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' }

/**
 * Answers a form post as JSON, and its refusals as RFC 6749 says. `isAtlas` gives them the fields of an Atlas error too,
 * as the device flow of the Atlas CLI reads them.
 */
export async function oauthAnswer(
  request: Request,
  work: (form: Form) => Promise<unknown>,
  { isAtlas = false, limits = FORM } = {},
): Promise<Response> {
  const requestId = newRequestId()
  const { pathname: path } = new URL(request.url)
  const address = clientAddress(request.headers)
  try {
    const answer = await work(await formOf(request, limits))
    log.info('answered', { requestId, path, status: 200, address })
    return Response.json(answer, { headers: { ...noStore, 'x-request-id': requestId } })
  } catch (error) {
    const { code, message, status, headers } = refusalOf(error)
    log[status >= 500 ? 'error' : 'info']('refused', {
      requestId,
      path,
      status,
      code,
      address,
      ...(error instanceof OAuthError ? {} : { error: status >= 500 ? error : String(error) }),
    })
    const body = isAtlas
      ? { error: status, errorCode: code, detail: message, reason: '', parameters: [] }
      : { error: code, error_description: message }
    return Response.json(body, {
      status,
      headers: { ...noStore, ...headers, 'x-request-id': requestId },
    })
  }
}

function refusalOf(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error
  if (error instanceof OpError) return new OAuthError('invalid_request', error.message)
  const why = isDatabaseError(error)
    ? 'Gatehouse can’t reach its database. Try again later.'
    : 'Something went wrong in Gatehouse. Try again, or report it with the request id.'
  return new OAuthError(
    isDatabaseError(error) ? 'temporarily_unavailable' : 'server_error',
    why,
    503,
  )
}

async function formOf(request: Request, limits: BodyLimits): Promise<Form> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded')
    throw new OAuthError(
      'invalid_request',
      'Send a POST with a body of the type application/x-www-form-urlencoded.',
    )
  const form = new URLSearchParams(await bodyText(request, limits))
  return (name) => {
    const [value, ...more] = form.getAll(name)
    if (more.length > 0) throw new OAuthError('invalid_request', `Send ${name} only once.`)
    return value || undefined
  }
}
