import { z } from 'zod'
import { isObject } from '@/lib/format/values'
import { json } from './provider-http'
import { SignInRefused } from './sign-in-errors'

const required = z.looseObject({ iss: z.string(), sub: z.unknown().optional(), iat: z.number() })

/** The person, from an ID token or userinfo. */
export type Identity = {
  iss: string
  sub: string
  name: string
  email: string | null
  email_verified: boolean
  authTime: Date | null
  issuedAt: Date
  acr: string | null
  /** The provider's session id, or null. */
  sid: string | null
}

type Claims = Record<string, unknown>

/** The claims in a JSON object, without those that are null: OpenID Connect Core 5.3.2 leaves out what is not there. */
export function claimsIn(text: string): Claims | undefined {
  const claims = json(text)
  if (!isObject(claims)) return undefined
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
}

/** Tolerated clock difference. */
const TOLERATED_SECONDS = 5 * 60

/**
 * The person in a verified ID token; `more` are claims of the userinfo endpoint, which fill in a missing name or e-mail.
 * An optional claim that is null, of another type or can't be stored counts as absent (OpenID Connect Core 5.3.2).
 * @throws SignInRefused `subject-unusable`, `clock`
 */
export function identityIn(claims: unknown, more: Claims = {}, now = new Date()): Identity {
  const token = required.parse(claims)
  const all = (name: string, longest: number) =>
    text(token[name], longest) ?? text(more[name], longest)
  checkAge(token.iat, now)
  const email = all('email', 320)
  // From the same answer as the address: another one could be about another address.
  const emailSource = text(token.email, 320) === undefined ? more : token
  const sub = subject(token.sub)
  return {
    iss: token.iss,
    sub,
    name: oneForm(all('name', 500) ?? all('preferred_username', 500) ?? email ?? sub),
    email: email ?? null,
    email_verified: emailSource.email_verified === true || emailSource.email_verified === 'true',
    authTime: time(token.auth_time, now),
    issuedAt: new Date(token.iat * 1000),
    acr: exact(token.acr, 255) ?? null,
    sid: exact(token.sid, 500) ?? null,
  }
}

/** Names that look the same are the same: twins.ts compares them. */
const oneForm = (name: string) => name.normalize('NFC').replace(/\s+/g, ' ')

/** A value that is compared, so it stays as it came. */
const exact = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= longest && isStorable(value)
    ? value
    : undefined

/** The subject, unchanged. OpenID Connect Core 2 allows 255 characters. */
function subject(sub: unknown): string {
  if (typeof sub !== 'string')
    throw new SignInRefused('subject-unusable', {
      detail: sub === undefined ? 'sub is missing.' : 'sub is not a string.',
    })
  const detail =
    sub.length === 0
      ? 'sub is empty.'
      : sub.length > 255
        ? `sub has ${sub.length} characters; 255 are allowed.`
        : isStorable(sub) && !/\p{Cc}/u.test(sub)
          ? undefined
          : 'sub contains invalid characters.'
  if (detail) throw new SignInRefused('subject-unusable', { detail })
  return sub
}

function checkAge(iat: number, now: Date): void {
  const ahead = Math.round(iat - now.getTime() / 1000)
  if (Math.abs(ahead) <= TOLERATED_SECONDS) return
  throw new SignInRefused('clock', {
    detail: `The ID token was issued ${inWords(Math.abs(ahead))} ${ahead > 0 ? 'in the future' : 'ago'} (claim iat).`,
  })
}

const inWords = (seconds: number) =>
  seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`

function text(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string' || !isStorable(value)) return undefined
  const clean = value.replace(/\p{Cc}/gu, ' ').trim()
  return clean && clean.length <= longest ? clean : undefined
}

// Some providers send 0 for an unknown time. step-up.ts refuses a time in the future.
function time(seconds: unknown, now: Date): Date | null {
  const isUsable =
    typeof seconds === 'number' && seconds > 0 && seconds * 1000 < now.getTime() + 86_400_000
  return isUsable ? new Date(seconds * 1000) : null
}

/** Whether PostgreSQL and `printJson` can store a string unchanged: no NUL, lone surrogate or `printJson` marker. */
export const isStorable = (value: string): boolean =>
  value.isWellFormed() && !value.includes('\u0000') && !value.includes('\ufdd0')
