import { identityIn } from './claims'
import { clientAddress } from './client-address'
import { configuration } from './configuration'
import { type Groups, groupsIn } from './groups'
import { log } from './log'
import { providerMetadata, userinfo } from './provider'
import { type GroupsNote, startSession } from './session'
import { SignInRefused } from './sign-in-errors'
import { proofTime } from './step-up'

export type Accepted = { sub: string; sessionId: string }

type Claims = Record<string, unknown>

/**
 * Starts a session for a verified ID token. `replaces` is the browser's previous session.
 * @throws SignInRefused
 */
export async function acceptSignIn(given: {
  claims: Claims
  idToken?: string
  accessToken?: string
  headers: Pick<Headers, 'get'>
  requestId?: string
  /** The person was asked to reauthenticate. */
  fresh?: boolean
  /** The digest of the request for which they reauthenticated. */
  stepUpFor?: string
  replaces?: string
}): Promise<Accepted> {
  const { claims, headers, requestId } = given
  const who = identityIn(claims)
  const { groups = [], ignored, note, more } = await groupsOf(claims, who.sub, given.accessToken)
  const about = { requestId, iss: who.iss, sub: who.sub, address: clientAddress(headers) }
  if (ignored > 0) log.warn('Ignored groups with invalid names', { ...about, ignored })
  if (note) log.warn(`The groups claim ${noteInWords[note]}`, { ...about, ...claimInUse() })
  const person = more ?? (await aboutPerson(claims, who.sub, given.accessToken, about))
  const { authTime, issuedAt, ...identity } = identityIn(claims, person)
  const sessionId = await startSession(
    {
      ...identity,
      groups,
      groups_note: note ?? null,
      auth_time: proofTime({ authTime, issuedAt }, given.fresh ?? false),
      step_up_for: given.stepUpFor ?? null,
      id_token: given.idToken ?? null,
      ip: about.address ?? null,
      ua: headers.get('user-agent')?.slice(0, 400) ?? null,
    },
    given.replaces,
  ).catch((cause: unknown) => {
    throw new SignInRefused('database', { cause })
  })
  log.info('Signed in', { ...about, session: sessionId, groups: groups.length })
  return { sub: who.sub, sessionId }
}

const noteInWords: Record<GroupsNote, string> = {
  'no-claim': 'is missing',
  'one-text': 'is a single string that looks like a list; signIn.groupsSeparator can split it',
}

const claimInUse = () => ({ claim: configuration().signIn.groupsClaim })

type Found = Omit<Groups, 'isOneText'> & { note?: GroupsNote | undefined; more?: Claims }

async function groupsOf(claims: Claims, sub: string, accessToken?: string): Promise<Found> {
  const { groupsClaim, groupsFrom, groupsSeparator } = configuration().signIn
  const read = (from: Claims, more?: Claims): Found => {
    const { isOneText, ...found } = groupsIn(from, groupsClaim, groupsSeparator)
    const note = found.groups ? (isOneText ? 'one-text' : undefined) : 'no-claim'
    return { ...found, note, ...(more ? { more } : {}) }
  }
  if (groupsFrom !== 'userinfo') {
    const found = read(claims)
    const isThere = found.groups !== undefined || groupsFrom === 'id_token'
    if (isThere || !accessToken || !(await hasUserinfo())) return found
  }
  const more = await userinfoOf(sub, accessToken)
  return read(more, more)
}

/** @throws SignInRefused also for another subject, whose claims must not be used (OpenID Connect Core 5.3.2) */
async function userinfoOf(sub: string, accessToken: string | undefined): Promise<Claims> {
  const more = await userinfo(accessToken)
  if (more.sub === sub) return more
  throw new SignInRefused(
    'userinfo-other-subject',
    more.sub === undefined ? { detail: 'Its answer has no sub.' } : {},
  )
}

/** With an access token, OpenID providers may send name and e-mail from userinfo only (OpenID Connect Core 5.4). */
async function aboutPerson(
  { name, preferred_username: username, email }: Claims,
  sub: string,
  accessToken: string | undefined,
  about: object,
): Promise<Claims | undefined> {
  if (((name ?? username) && email) || !accessToken || !(await hasUserinfo())) return undefined
  return userinfoOf(sub, accessToken).catch((cause: unknown) => {
    // Nobody is kept out for them.
    log.warn('The name and e-mail are unknown: userinfo can’t be used', {
      ...about,
      refused: cause instanceof SignInRefused ? cause.code : String(cause),
    })
    return undefined
  })
}

const hasUserinfo = async () => (await providerMetadata()).userinfo_endpoint !== undefined
