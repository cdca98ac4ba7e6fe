import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonical } from '@/lib/audit/canonical'
import type { EffectRow, RequestRow } from './rows'

const clientCall = z.strictObject({
  /** The id of the credential. Null: a person's own client. */
  machine: z.string().nullable(),
  /** Who sent it: see `callerKey`. */
  caller: z.string(),
  method: z.string(),
  path: z.string(),
  /** As sent, without `?`. */
  query: z.string(),
  /** Of the exact body, in hex. With `isKeyed`, the body has a secret, and this is an HMAC. */
  sha256: z.string(),
  isKeyed: z.boolean(),
  accept: z.string().nullable(),
  contentType: z.string().nullable(),
  /** permit: the client's repeat of the call passes once. send: Gatehouse sends it. */
  mode: z.enum(['permit', 'send']),
  /** Gatehouse has rules of its own that read exactly this call. */
  isUnderstood: z.boolean(),
  /** The reason is from the client, and not made by Gatehouse. */
  hasReason: z.boolean().default(false),
  /** The User-Agent. */
  client: z.string().nullable(),
})

/** The exact call that a client sent, as its request stores it. */
export type ClientCall = z.output<typeof clientCall>

/** What makes two calls the same one. */
export type CallIdentity = Pick<ClientCall, 'caller' | 'method' | 'path' | 'query' | 'sha256'>

/** The call of a request. Undefined: a person filed it in Gatehouse, or someone changed the row so that it can't be read. */
export function callIn({ call }: Pick<RequestRow, 'call'>): ClientCall | undefined {
  if (call === null) return undefined
  try {
    return clientCall.safeParse(JSON.parse(call)).data
  } catch {
    return undefined
  }
}

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Identifies the sender of a call: a person's client, or a machine. */
export const callerKey = ({ iss, sub }: { iss: string; sub: string }): string => `${iss} ${sub}`

/** The same for identical calls of one sender, in hex. */
export const callKey = ({ caller, method, path, query, sha256 }: CallIdentity): string =>
  sha256Of(canonical([caller, method, path, query, sha256]))

/** The path of a call with its query, for the audit log. */
export const withQuery = ({ path, query }: Pick<ClientCall, 'path' | 'query'>): string =>
  query ? `${path}?${query}` : path

const OTHER = 'The call is not the one that was approved.'

/** Why the call of an effect is not the one in its request. `sent`: the call of the client that carries it out now. */
export function whyOtherCall(
  r: RequestRow,
  effect: EffectRow,
  sent: CallIdentity | undefined,
): string | undefined {
  const approved = callIn(r)
  if (!approved) return sent || r.call !== null ? OTHER : undefined
  if (approved.mode === 'permit')
    return sent && callKey(sent) === callKey(approved) ? undefined : OTHER
  return !sent && sha256Of(effect.body ?? '') === approved.sha256 ? undefined : OTHER
}
