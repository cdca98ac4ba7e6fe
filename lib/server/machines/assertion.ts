import { createHash } from 'node:crypto'
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import { configuration } from '../configuration'
import { sql } from '../database'
import { log } from '../log'
import { KeysUnread, keysOf } from './issuer-keys'
import { OAuthError } from './oauth-error'
import { type Machine, type MachineRow, toMachine } from './rows'
import { spendOnce } from './used-once'
import type { WorkloadIssuer } from './workload-schema'

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Gatehouse checks public keys only: an issuer shares no secret with it. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
]
const TOLERATED_SECONDS = 30
/** The longest an assertion may still be valid. */
const MOST_SECONDS = 86_400

/** The machine of an assertion, and the name of its issuer in gatehouse.yaml. */
export type Asserted = { machine: Machine; workload: string; until: Date }

/**
 * Checks a token that a configured issuer signed (RFC 7523), and counts it once. `clientId` chooses between several machines
 * that its claims match.
 * @throws OAuthError
 */
export async function asserted(assertion: string, clientId: string | undefined): Promise<Asserted> {
  const iss = issuerIn(assertion)
  const issuer = configuration().workloadIdentity.find((one) => one.issuer === iss)
  if (!issuer) throw refused('gatehouse.yaml has no such issuer')
  const claims = await verified(assertion, issuer)
  const found = await machinesFor(issuer, claims)
  const [machine, ...more] = found.filter((row) => !clientId || row.client_id === clientId)
  if (!machine || more.length > 0) {
    log.warn('An assertion does not match exactly one machine', {
      issuer: issuer.name,
      subject: claims.sub?.slice(0, 300),
      machines: found.map(({ name }) => name),
    })
    throw refused(
      machine
        ? 'its claims match several machines, so send a client_id too'
        : 'its claims match no active machine',
    )
  }
  if (!(await spendOnce(keyOf(assertion, claims), new Date((claims.exp ?? 0) * 1000 + 60_000))))
    throw refused('it was used before')
  return { machine: toMachine(machine), workload: issuer.name, until: machine.ends_at }
}

const refused = (why: string) =>
  new OAuthError('invalid_client', `The assertion is not accepted: ${why}.`, 401)

function issuerIn(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss
  } catch {
    throw refused('it is not a JWT')
  }
}

async function verified(assertion: string, issuer: WorkloadIssuer): Promise<JWTPayload> {
  const check = async (again: boolean) => {
    const { payload } = await jwtVerify(assertion, await keysOf(issuer, { again }), {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERATED_SECONDS,
      requiredClaims: ['exp'],
    })
    return payload
  }
  try {
    const claims = await check(false).catch((error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey) return check(true)
      throw error
    })
    if ((claims.exp ?? 0) * 1000 > Date.now() + MOST_SECONDS * 1000)
      throw refused('it is valid for more than a day')
    return claims
  } catch (error) {
    if (error instanceof OAuthError) throw error
    if (!(error instanceof KeysUnread))
      throw refused(
        error instanceof errors.JOSEError ? error.message.replace(/\.$/, '') : 'it is not a JWT',
      )
    log.error('The keys of an issuer can’t be read', { issuer: issuer.name, error })
    throw new OAuthError('temporarily_unavailable', `${error.message} Try again later.`, 503)
  }
}

/** The active machines that gatehouse.yaml names for these claims. */
async function machinesFor(
  { machines }: WorkloadIssuer,
  claims: JWTPayload,
): Promise<MachineRow[]> {
  const names = machines.filter((one) => fits(one.claims, claims)).map(({ machine }) => machine)
  return sql()<MachineRow[]>`
    select * from machine where name = any(${names}) and revoked_at is null and ends_at > clock_timestamp() order by name`
}

/** Whether every pattern fits its claim: the whole of it, with `*` for any characters. */
export const fits = (patterns: Readonly<Record<string, string>>, claims: JWTPayload): boolean =>
  Object.entries(patterns).every(([name, pattern]) => {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined
    return ['string', 'number', 'boolean'].includes(typeof value) && isLike(String(value), pattern)
  })

/** In linear time, whatever the pattern. */
function isLike(text: string, pattern: string): boolean {
  const [head = '', ...parts] = pattern.split('*')
  if (parts.length === 0) return text === head
  const tail = parts.pop() ?? ''
  if (!text.startsWith(head) || text.length < head.length + tail.length) return false
  let at = head.length
  const end = text.length - tail.length
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return text.endsWith(tail)
}

/** What can't be used twice: its id, or what was signed if it has none. A signature can be written in several ways. */
const keyOf = (assertion: string, { iss, jti }: JWTPayload) =>
  `assertion ${createHash('sha256')
    .update(typeof jti === 'string' && jti ? JSON.stringify([iss, jti]) : signedIn(assertion))
    .digest('hex')}`

const signedIn = (jwt: string) => jwt.slice(0, jwt.lastIndexOf('.'))

/** Whether gatehouse.yaml still lets an issuer sign for a machine. */
export const isStillAsserted = (workload: string, machine: string): boolean =>
  configuration().workloadIdentity.some(
    ({ name, machines }) => name === workload && machines.some((one) => one.machine === machine),
  )
