import { clientAddress } from '../client-address'
import { sql } from '../database'
import { log } from '../log'
import { countAttempt, secondsToWait } from './attempts'
import { type Form, invalidClient, OAuthError } from './oauth-error'
import { type Machine, type MachineRow, toMachine } from './rows'
import { isClientId, matching } from './secrets'
import { noteUse } from './use'

/** The use that pages show for token requests. */
export const TOKEN_USE = 'Access token'

type Given = { clientId: string; secret: string }

/** The machine that a client authenticates as, the secret it used, and until when both are valid. */
export type Authenticated = { machine: Machine; secretId: string; until: Date }

type SecretRow = MachineRow & { secret_id: string; hash: Uint8Array; until: Date; is_live: boolean }

/**
 * Checks the client id and secret in HTTP Basic or in the form. Undefined when there are none.
 * @throws OAuthError
 */
export async function authenticated(
  headers: Pick<Headers, 'get'>,
  form: Form,
): Promise<Authenticated | undefined> {
  const given = givenIn(headers, form)
  if (!given) return undefined
  const { clientId, secret } = given
  const address = clientAddress(headers)
  const rows = isClientId(clientId) ? await secretsOf(clientId) : []
  const row = matching(rows, secret)
  const from = { ip: address, userAgent: headers.get('user-agent') ?? undefined }
  const isRefused = !row?.is_live
  if (rows[0]) noteUse(rows[0], TOKEN_USE, isRefused ? undefined : from, { isRefused })
  if (row?.is_live) return { machine: toMachine(row), secretId: row.secret_id, until: row.until }
  // Only wrong ones, so that nobody locks a machine out.
  refuseIfTooMany(clientId, address)
  countAttempt({ clientId }, address)
  log.warn('A machine sent a wrong credential', { clientId: rows[0]?.client_id, address })
  throw invalidClient()
}

const secretsOf = (clientId: string) => sql()<SecretRow[]>`
    select m.*, s.id as secret_id, s.hash, least(m.ends_at, s.expires_at) as until,
      m.revoked_at is null and s.revoked_at is null and least(m.ends_at, s.expires_at) > clock_timestamp() as is_live
    from machine m join machine_secret s on s.machine_id = m.id where m.client_id = ${clientId}`

/** @throws OAuthError 429 after too many wrong credentials */
function refuseIfTooMany(clientId: string, address: string | undefined): void {
  const seconds = secondsToWait({ clientId }, address)
  if (seconds > 0)
    throw new OAuthError(
      'slow_down',
      `Too many wrong credentials from this address. Try again in ${seconds} s.`,
      429,
      { 'retry-after': String(seconds) },
    )
}

function givenIn(headers: Pick<Headers, 'get'>, form: Form): Given | undefined {
  const basic = basicIn(headers.get('authorization'))
  const [clientId, secret] = [form('client_id'), form('client_secret')]
  if (!basic) return clientId && secret ? { clientId, secret } : undefined
  if (secret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw new OAuthError(
      'invalid_request',
      'Send the client ID and secret either in HTTP Basic or in the body.',
    )
  return basic
}

/** @throws OAuthError for anything but HTTP Basic */
function basicIn(authorization: string | null): Given | undefined {
  if (!authorization) return undefined
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(authorization.trim())?.[1]
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) throw invalidClient()
  return { clientId: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) }
}

/** RFC 6749, 2.3.1. Clients that do not encode send nothing that could be decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
