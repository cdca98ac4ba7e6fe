import { waitingInPlan } from '@/lib/approvals/plans'
import type { RequestRow } from '@/lib/approvals/rows'
import { challengeOf, keepAttempt, newAttempt } from './attempt'
import { callbackUrl } from './auth'
import { configuration } from './configuration'
import { sql } from './database'
import { subjectIn } from './person'
import { providerMetadata, scopesFor } from './provider'
import { refuse, seeOther } from './refusal'
import { placesOfRequest } from './request-place'
import { spendSignIn } from './sign-in-limit'
import type { StepUp } from './step-up'
import { stepUpsOf } from './step-up-terms'

type Start = {
  /** The page to return to. */
  to: string
  /** A step-up: the person reauthenticates. */
  fresh: boolean
  /** Whoever is signed in wants to sign in as somebody else. */
  isOther?: boolean
  /** The subject of who reauthenticates. By default, of who is signed in. */
  person?: string | undefined
  /** The digest of the request that the step-up is for. */
  stepUpFor?: string | undefined
  /** Requests these scopes instead of the default ones. */
  scopes?: string[]
}

/** Redirects the browser to the identity provider, or to the sign-in page with an error. */
export async function startSignIn(
  { to, fresh, isOther = false, stepUpFor, scopes, ...start }: Start,
  { headers, requestId }: { headers: Pick<Headers, 'get' | 'has'>; requestId: string },
): Promise<Response> {
  try {
    spendSignIn(headers)
    const found = await providerMetadata()
    const person = start.person ?? (fresh && !isOther ? await subjectIn(headers) : undefined)
    const attempt = newAttempt({
      to,
      fresh,
      ...(stepUpFor ? { stepUpFor } : {}),
      ...(person ? { person } : {}),
      scopes: scopes ?? scopesFor(found),
    })
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
      ...(fresh ? stepUpParameters(await acrFor(stepUpFor)) : {}),
    }
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return seeOther(url.href, await keepAttempt(attempt, headers.get('cookie')))
  } catch (error) {
    return refuse(error, { headers, requestId, to })
  }
}

/** The `acr` values that every rule for a request, or for the waiting requests of a plan, accepts. Null: any. */
async function acrFor(digest: string | undefined): Promise<readonly string[] | null> {
  if (!digest) return null
  const own = await sql()<RequestRow[]>`select * from request where digest = ${digest}`
  const about = own.length > 0 ? own : await waitingInPlan(sql(), digest)
  const required: StepUp[] = []
  for (const r of about)
    required.push(...(await stepUpsOf(r, await placesOfRequest(r).catch(() => []))))
  const lists = required.flatMap(({ acr }) => (acr ? [acr] : []))
  return lists.length === 0
    ? null
    : lists.reduce((some, more) => some.filter((acr) => more.includes(acr)))
}

function stepUpParameters(requested: readonly string[] | null): Record<string, string> {
  const { stepUp, stepUpAcr } = configuration().signIn
  const acr = requested ?? (stepUp.includes('acr_values') ? stepUpAcr : [])
  return {
    // Some providers ignore or refuse 0. A sign-in of this second is new enough.
    ...(stepUp.includes('max_age') ? { max_age: '1' } : {}),
    ...(stepUp.includes('prompt=login') ? { prompt: 'login' } : {}),
    ...(acr.length > 0 ? { acr_values: acr.join(' ') } : {}),
  }
}
