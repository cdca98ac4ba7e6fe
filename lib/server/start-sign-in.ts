import { challengeOf, keepAttempt, newAttempt } from './attempt'
import { callbackUrl } from './auth'
import { configuration } from './configuration'
import { providerMetadata, scopesFor } from './provider'
import { refuse, seeOther } from './refusal'
import { spendSignIn } from './sign-in-limit'

type Start = {
  /** The page to return to. */
  to: string
  /** A step-up: the person reauthenticates. */
  fresh: boolean
  /** Requests these scopes instead of the default ones. */
  scopes?: string[]
}

/** Redirects the browser to the identity provider, or to the sign-in page with an error. */
export async function startSignIn(
  { to, fresh, scopes }: Start,
  { headers, requestId }: { headers: Pick<Headers, 'get'>; requestId: string },
): Promise<Response> {
  try {
    spendSignIn(headers)
    const found = await providerMetadata()
    const attempt = newAttempt({ to, fresh, scopes: scopes ?? scopesFor(found) })
    const url = new URL(found.authorization_endpoint)
    const parameters = {
      client_id: configuration().signIn.clientId,
      redirect_uri: callbackUrl(),
      response_type: 'code',
      scope: attempt.scopes.join(' '),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: challengeOf(attempt),
      code_challenge_method: 'S256',
      ...(fresh ? stepUpParameters() : {}),
    }
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return seeOther(url.href, await keepAttempt(attempt, headers.get('cookie')))
  } catch (error) {
    return refuse(error, { headers, requestId, to })
  }
}

function stepUpParameters(): Record<string, string> {
  const { stepUp, stepUpAcr } = configuration().signIn
  return {
    ...(stepUp.includes('max_age') ? { max_age: '0' } : {}),
    ...(stepUp.includes('prompt=login') ? { prompt: 'login' } : {}),
    ...(stepUp.includes('acr_values') ? { acr_values: stepUpAcr.join(' ') } : {}),
  }
}
