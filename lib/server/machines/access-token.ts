import { randomUUID } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { configuration } from '../configuration'
import { keyFor } from '../sealed'

/** Seconds. Terraform renews tokens with less than 10 minutes left. */
const TOKEN_SECONDS = 3600

const content = z.object({
  jti: z.uuid(),
  sub: z.string(),
  exp: z.number(),
  /** The secret that it was issued for. */
  secret: z.string().optional(),
  /** The name of the workload identity issuer that it was issued for. */
  workload: z.string().optional(),
  /** The session of a person's own CLI. */
  session: z.uuid().optional(),
})
export type TokenContent = z.output<typeof content>

const key = () => keyFor('access token')
const place = () => ({
  issuer: configuration().url.origin,
  audience: `${configuration().url.origin}/api/atlas`,
})

/** Signs an access token for at most an hour. `until` is an earlier end. Returns it with its seconds to live. */
export async function newAccessToken(
  about: Pick<TokenContent, 'sub' | 'secret' | 'workload' | 'session'>,
  until: Date,
): Promise<{ token: string; seconds: number }> {
  const now = Math.floor(Date.now() / 1000)
  const left = Math.floor(until.getTime() / 1000) - now
  const seconds = Math.max(1, Math.min(TOKEN_SECONDS, left))
  const { sub, ...claims } = about
  const { issuer, audience } = place()
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(key())
  return { token, seconds }
}

/** The content of an access token of this Gatehouse; undefined for an expired, foreign or altered one. */
export async function tokenContent(token: string): Promise<TokenContent | undefined> {
  try {
    const { payload } = await jwtVerify(token, key(), {
      ...place(),
      algorithms: ['HS256'],
      typ: 'at+jwt',
    })
    return content.safeParse(payload).data
  } catch {
    return undefined
  }
}
