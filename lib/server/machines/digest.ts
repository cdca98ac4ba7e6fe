import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { OpError } from '@/lib/ops/failure'
import { clientAddress } from '../client-address'
import { sql } from '../database'
import { log } from '../log'
import { keyFor } from '../sealed'
import { countAttempt, secondsToWait } from './attempts'
import { md5, openHa1, REALM } from './digest-secret'
import { type Machine, type MachineRow, toMachine } from './rows'
import { isClientId } from './secrets'
import type { Signed } from './signed'
import { spendOnce } from './used-once'

/** How long a challenge can be answered, in seconds. */
const NONCE_SECONDS = 300

/**
 * A challenge of HTTP Digest (RFC 7616). The Go client of Atlas fails on other keys, on a list in `qop`, and without the space
 * after each comma.
 */
export const digestChallenge = ({ isStale = false } = {}): string =>
  `Digest realm="${REALM}", domain="", nonce="${newNonce()}", algorithm=MD5, qop="auth"${isStale ? ', stale=true' : ''}`

/** Whether any machine can sign in with Digest, so that a call without a credential gets a challenge. */
export async function isDigestUsed(): Promise<boolean> {
  const [row] = await sql()<{ yes: boolean }[]>`
    select exists (select from machine_secret where ha1 is not null and revoked_at is null) as yes`
  return row?.yes === true
}

/** `stale`: the answer is right, but its challenge is too old or was answered before. */
export type DigestResult = { machine: Machine } | 'stale' | 'wrong'

type Row = MachineRow & { ha1: string }

/** Who answers a challenge of HTTP Digest. @throws OpError 'slow-down' after too many wrong answers */
export async function digestCaller(
  authorization: string,
  { method, target, headers }: Signed,
): Promise<DigestResult> {
  const given = fieldsOf(authorization)
  const { username = '', nonce = '', nc = '', cnonce = '', uri = '' } = given
  const address = clientAddress(headers)
  const isFit =
    given.realm === REALM &&
    given.qop === 'auth' &&
    (given.algorithm ?? 'MD5').toUpperCase() === 'MD5' &&
    uri === target &&
    isClientId(username) &&
    /^[0-9a-f]{8}$/i.test(nc) &&
    cnonce !== ''
  const rows = isFit ? await rowsOf(username) : []
  const ha2 = md5(`${method}:${uri}`)
  const right = rows.find(({ ha1 }) =>
    isSame(
      md5(`${openHa1(ha1)}:${nonce}:${nc}:${cnonce}:auth:${ha2}`),
      given.response?.toLowerCase() ?? '',
    ),
  )
  if (!right) {
    // Only wrong ones, so that nobody locks a machine out.
    refuseIfTooMany(username, address)
    countAttempt({ clientId: username }, address)
    log.warn('A machine sent a wrong credential', { clientId: rows[0]?.client_id, address })
    return 'wrong'
  }
  const isFresh = isOwnNonce(nonce) && (await spendOnce(`nonce ${nonce}`, endOf(nonce)))
  return isFresh ? { machine: toMachine(right) } : 'stale'
}

function refuseIfTooMany(clientId: string, address: string | undefined): void {
  const seconds = secondsToWait({ clientId }, address)
  if (seconds > 0)
    throw OpError.of(
      'slow-down',
      `Too many wrong credentials from this address. Try again in ${seconds} s.`,
      { retryAfterSeconds: seconds },
    )
}

const rowsOf = (clientId: string) => sql()<Row[]>`
  select m.*, s.ha1 from machine m join machine_secret s on s.machine_id = m.id
  where m.client_id = ${clientId} and m.uses_digest and s.ha1 is not null
    and m.revoked_at is null and m.ends_at > clock_timestamp()
    and s.revoked_at is null and (s.expires_at is null or s.expires_at > clock_timestamp())`

function fieldsOf(authorization: string): Record<string, string | undefined> {
  // A name is tried at its first letter only: otherwise a long one would take quadratic time.
  const found = [
    ...authorization.matchAll(/(?<![a-z])([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi),
  ]
  const names = found.map(([, name = '']) => name.toLowerCase())
  if (new Set(names).size < names.length) return {}
  return Object.fromEntries(
    found.map(([, , quoted, plain], i) => [
      names[i],
      quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, '$1'),
    ]),
  )
}

/** Its time, random bits and a signature, so that any console can check it. */
function newNonce(): string {
  const content = `${Math.floor(Date.now() / 1000).toString(36)}.${randomBytes(12).toString('base64url')}`
  return `${content}.${signed(content)}`
}

const signed = (content: string) =>
  createHmac('sha256', keyFor('digest nonce')).update(content).digest('base64url').slice(0, 22)

function isOwnNonce(nonce: string): boolean {
  const content = nonce.slice(0, nonce.lastIndexOf('.'))
  return isSame(nonce, `${content}.${signed(content)}`) && endOf(nonce).getTime() > Date.now()
}

const endOf = (nonce: string) =>
  new Date((Number.parseInt(nonce.split('.', 1)[0] ?? '', 36) + NONCE_SECONDS) * 1000)

const isSame = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
