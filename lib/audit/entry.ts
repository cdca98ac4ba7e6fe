import { withoutCredentials } from '@/lib/format/credentials'
import type { Json } from './canonical'
import type { EventType } from './event-types'

/** Text by or about a person. The log has a salted hash of it, and `audit_text` the text, so that it can be erased. */
export class Personal {
  readonly clear: string
  constructor(clear: string) {
    this.clear = clear
  }
}

/** Marks text in `before` or `after` as personal. The named fields of an entry are already marked. */
export const personal = (clear: string): Personal => new Personal(clear)

/** JSON in which some texts are personal. */
export type Recorded =
  | Personal
  | Json
  | readonly Recorded[]
  | { readonly [key: string]: Recorded | undefined }

/** Input fields with text or names that people write, at any depth. */
const WRITTEN =
  /^(reason|comment|ticket|names?|displayName|externalGroupName|fileName|\w*[dD]escription|\w*[dD]efinition|pipeline)$/
export const isWritten = (field: string): boolean => WRITTEN.test(field)

/** An input for the log: text that people wrote is marked as personal, and credentials are masked. */
export function recorded(value: unknown, key = ''): Recorded {
  if (isWritten(key) && typeof value === 'object' && value !== null)
    return personal(withoutCredentials(JSON.stringify(value)))
  if (Array.isArray(value)) return value.map((one) => recorded(one, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, recorded(one, name)]),
    )
  if (typeof value === 'string') {
    const text = withoutCredentials(value)
    return isWritten(key) && text !== '' ? personal(text) : text
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

export type AuditActor = {
  kind: 'human' | 'machine' | 'gatehouse'
  iss?: string
  sub?: string
  /** Personal. */
  display?: string
  /** All roles in the scope. */
  roles?: readonly string[]
  /** The role that allowed it. */
  role?: string
  /** The binding in gatehouse.yaml that gives the role. */
  binding?: string
  groups_hash?: string
  /** Of a machine, with the account of its owner. */
  client_id?: string
  owner?: { iss: string; sub: string }
  /** Seconds since 1970, as in the identity provider's claim. */
  auth_time?: number
  acr?: string
  /** Personal. */
  ip?: string
  /** Personal: the browser's user agent. */
  ua?: string
}

/** An entry as callers write it, with the field names of the stored body. */
export type AuditEntry = {
  type: EventType
  /** A new UUID unless the caller gives one. */
  id?: string
  actor: AuditActor
  on_behalf_of?: { iss: string; sub: string }
  request?: { id: string; rev?: number; digest?: string }
  policy?: readonly Json[]
  before?: Recorded
  after?: Recorded
  op?: string
  target?: string
  /** The input that `target` describes, as an object or JSON text. Not stored: names in it make `target` personal. */
  targetInput?: unknown
  scope?: Json
  upstream?: {
    method?: string
    path?: string
    /** `sha256:<hex>` of the exact bytes sent. */
    body_hash?: string
    status?: number
    request_id?: string
  }
  outcome?: string
  /** Personal. */
  reason?: string
  /** Personal. */
  comment?: string
  /** The request id of the call. */
  trace?: string
}
