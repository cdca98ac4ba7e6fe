import { sql } from '../database'
import { type Person, toPerson } from '../person'
import { liveSession } from '../session'
import { type TokenContent, tokenContent } from './access-token'
import { isStillAsserted } from './assertion'
import { digestCaller, digestChallenge, isDigestUsed } from './digest'
import { type Machine, type MachineRow, personOfMachine, toMachine } from './rows'
import type { Signed } from './signed'

export type { Machine } from './rows'

/** Who calls the gateway. Without `machine`, a person with their own CLI. */
export type Caller = { person: Person; machine?: Machine }

/** A call without a valid credential. `challenges` are the WWW-Authenticate headers of the 401, in this order. */
export class Unauthorized extends Error {
  override name = 'Unauthorized'
  readonly challenges: readonly string[]
  constructor(message: string, challenges: readonly string[]) {
    super(message)
    this.challenges = challenges
  }
}

const BEARER = 'Bearer realm="Gatehouse"'

/**
 * Who sends a call to the gateway. Looks the credential up in the database each time, so that revoking it counts at once.
 * @throws Unauthorized, or OpError 'slow-down' after too many wrong credentials
 */
export async function callerOf(call: Signed): Promise<Caller> {
  const { headers } = call
  const authorization = headers.get('authorization')?.trim()
  if (!authorization)
    throw new Unauthorized(
      'This call has no credential. Send an access token of a machine as a bearer token. POST /api/oauth/token gives one.',
      // Clients that know Digest read only the first challenge.
      (await isDigestUsed()) ? [digestChallenge(), BEARER] : [BEARER],
    )
  if (/^Digest /i.test(authorization)) {
    const found = await digestCaller(authorization, call)
    if (typeof found === 'string') throw wrongDigest(found)
    return callerFor(found.machine, headers)
  }
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1]
  const content = token && (await tokenContent(token))
  if (!content) throw invalidToken()
  if (content.session) return { person: await personOfCli(content, headers) }
  const machine = await machineOf(content)
  if (!machine) throw invalidToken()
  return callerFor(machine, headers)
}

const callerFor = (machine: Machine, headers: Signed['headers']): Caller => ({
  person: personOfMachine(machine, headers),
  machine,
})

const wrongDigest = (why: 'stale' | 'wrong') =>
  new Unauthorized(
    'The credential is wrong, expired or revoked, or HTTP Digest is off for this machine.',
    [digestChallenge({ isStale: why === 'stale' }), BEARER],
  )

const invalidToken = () =>
  new Unauthorized('The access token is not valid: it expired or was revoked. Request a new one.', [
    `${BEARER}, error="invalid_token"`,
  ])

/** A person with their own command line, as long as its session is open. */
async function personOfCli(
  { session = '', sub }: TokenContent,
  headers: Signed['headers'],
): Promise<Person> {
  const row = await liveSession(session, { fresh: true })
  if (row?.sub !== sub) throw invalidToken()
  return toPerson(row, headers)
}

async function machineOf(found: TokenContent): Promise<Machine | undefined> {
  if (found.secret === undefined && found.workload === undefined) return undefined
  const [row] = await sql()<MachineRow[]>`
    select * from machine m
    where client_id = ${found.sub} and revoked_at is null and ends_at > clock_timestamp()
      and not exists (select from revoked_token where jti = ${found.jti})
      and (${found.secret === undefined} or exists (select from machine_secret
        where id = ${found.secret ?? ''} and machine_id = m.id and revoked_at is null
          and (expires_at is null or expires_at > clock_timestamp())))`
  if (!row || (found.workload !== undefined && !isStillAsserted(found.workload, row.name)))
    return undefined
  return toMachine(row)
}
