import { type Attempt, attemptFor, dropAttempt, finishedAttempt } from './attempt'
import { exchange } from './auth'
import { configuration } from './configuration'
import { log } from './log'
import { isSignedIn } from './person'
import { providerMetadata } from './provider'
import { refuse, seeOther } from './refusal'
import { codeOfProviderError, SignInRefused } from './sign-in-errors'
import { spendSignIn } from './sign-in-limit'
import { startSignIn } from './start-sign-in'

type Context = { headers: Headers; requestId: string }

/**
 * Handles the identity provider's callback: starts the session and redirects to the page of the attempt. A signed-in
 * person who goes back to an old callback is redirected to its page.
 */
export async function finishSignIn(answer: URLSearchParams, context: Context): Promise<Response> {
  const { headers } = context
  const isWhole = answer.has('state') || answer.has('error')
  const found = isWhole ? await attemptFor(answer.get('state'), headers.get('cookie')) : {}
  if (!found.attempt) {
    const to = found.to ?? '/'
    if (await isSignedIn(headers)) return seeOther(to)
    return refuse(lost(answer), { ...context, to })
  }
  const { attempt } = found
  try {
    spendSignIn(headers)
    await checkIssuer(answer)
    const narrower = scopesWithoutGroups(answer, attempt)
    if (narrower) {
      log.warn('The provider refused the scope groups; continuing without it', {
        requestId: context.requestId,
        provider: wordsIn(answer),
      })
      const { to, fresh, stepUpFor, person } = attempt
      const again = { to, fresh, isOther: !person, stepUpFor, person, scopes: narrower }
      return withCookies(await startSignIn(again, context), [dropAttempt(attempt)])
    }
    const words = wordsIn(answer)
    if (words) {
      const isStepUp = attempt.person !== undefined && words.error === 'access_denied'
      const code = isStepUp ? 'step-up-refused' : codeOfProviderError(words.error)
      throw new SignInRefused(code, { provider: words })
    }
    if (!answer.has('code')) throw new SignInRefused('code-missing')
    const cookies = await exchange(answer, attempt, context)
    return seeOther(attempt.to, [...cookies, await finishedAttempt(attempt)])
  } catch (error) {
    // The code was already used, by a reload or a double click.
    const isUsed = error instanceof SignInRefused && error.provider?.error === 'invalid_grant'
    if (isUsed && (await isSignedIn(headers))) return seeOther(attempt.to)
    const refused = await refuse(error, { ...context, to: attempt.to })
    return withCookies(refused, [dropAttempt(attempt)])
  }
}

// Without a known attempt, anyone could have written this text, so the page does not quote it.
function lost(answer: URLSearchParams): SignInRefused {
  const words = wordsIn(answer)
  return new SignInRefused('attempt-lost', words ? { cause: words } : {})
}

const wordsIn = (answer: URLSearchParams) => {
  const error = answer.get('error')
  const description = answer.get('error_description')
  return error === null ? undefined : { error, ...(description ? { description } : {}) }
}

// RFC 9207 2.4.
async function checkIssuer(answer: URLSearchParams): Promise<void> {
  const { issuer } = configuration().signIn
  const iss = answer.get('iss')
  // An error without an issuer gives nobody access, and its words help.
  if (iss === issuer || (iss === null && answer.has('error'))) return
  const { authorization_response_iss_parameter_supported: isPromised } = await providerMetadata()
  if (iss !== null || isPromised)
    throw new SignInRefused('issuer-mismatch', {
      detail: `The response ${iss === null ? 'names no issuer' : `came from the issuer ${iss}`}; signIn.issuer is ${issuer}.`,
    })
}

/**
 * The scopes to try next when the provider refused `groups`, which Gatehouse requested by default: some providers list it
 * but allow it only to certain clients.
 */
function scopesWithoutGroups(answer: URLSearchParams, attempt: Attempt): string[] | undefined {
  if (configuration().signIn.scopes || !attempt.scopes.includes('groups')) return undefined
  const words = wordsIn(answer)
  const isAboutScope = words?.error === 'invalid_scope' || /scope/i.test(words?.description ?? '')
  return isAboutScope ? attempt.scopes.filter((scope) => scope !== 'groups') : undefined
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
