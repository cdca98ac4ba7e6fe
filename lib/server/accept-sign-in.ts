import { z } from 'zod'
import { clientAddress } from './client-address'
import { configuration } from './configuration'
import { GroupsOverage, GroupsUnreadable, groupsIn } from './groups'
import { log } from './log'
import { userinfo } from './provider'
import { startSession } from './session'
import type { SignInError } from './sign-in-errors'

const idTokenClaims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  auth_time: z.number().optional(),
  acr: z.string().optional(),
})

export type Accepted = { sub: string; sessionId: string }

/**
 * Makes a session of a verified id_token: reads the groups there or, when they are missing, from userinfo.
 * `replaces` is the session this browser had. A refusal is the code of a sentence on the sign-in page.
 */
export async function acceptSignIn(given: {
  claims: unknown
  idToken?: string
  accessToken?: string
  headers: Headers
  replaces?: string
}): Promise<Accepted | { refused: SignInError }> {
  try {
    const claims = idTokenClaims.parse(given.claims)
    const { groups, more } = await groupsOf(claims, given.accessToken)
    const all = { ...more, ...claims }
    const name = all.name || all.preferred_username || all.email || all.sub
    const sessionId = await startSession(
      {
        iss: claims.iss,
        sub: claims.sub,
        name: storable(name, 200),
        email: all.email ? storable(all.email, 300) : null,
        groups: groups.map((group) => storable(group, 300)),
        auth_time: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000),
        acr: claims.acr ?? null,
        id_token: given.idToken ?? null,
        ip: clientAddress(given.headers) ?? null,
        ua: given.headers.get('user-agent')?.slice(0, 400) ?? null,
      },
      given.replaces,
    )
    log.info('Somebody signed in', { iss: claims.iss, sub: claims.sub, groups: groups.length })
    return { sub: claims.sub, sessionId }
  } catch (error) {
    const refused =
      error instanceof GroupsOverage
        ? 'groups-overage'
        : error instanceof GroupsUnreadable
          ? 'groups-unreadable'
          : 'unavailable'
    log.error('A sign-in was refused', { refused, error })
    return { refused }
  }
}

async function groupsOf(claims: z.output<typeof idTokenClaims>, accessToken: string | undefined) {
  const { groupsClaim } = configuration().signIn
  const groups = groupsIn(claims, groupsClaim)
  if (groups || !accessToken) return { groups: groups ?? [] }
  const { name, email, preferred_username, sub, ...rest } = idTokenClaims
    .omit({ iss: true })
    .parse(await userinfo(accessToken))
  // OpenID Connect Core 5.3.2: an answer about another subject must not be used.
  if (sub !== claims.sub) throw new Error('The userinfo endpoint answered about somebody else.')
  return { groups: groupsIn(rest, groupsClaim) ?? [], more: { name, email, preferred_username } }
}

// PostgreSQL takes no NUL, and other control characters have no place in a name.
const storable = (text: string, longest: number) =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, longest)
