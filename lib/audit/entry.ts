import type { Json } from './canonical'
import { withoutCredentials } from './credentials'

/** Words about or by a person: the chain keeps a salted commitment, `audit_text` the words, so they can be erased. */
export class Personal {
  readonly clear: string
  constructor(clear: string) {
    this.clear = clear
  }
}

/** Marks text anywhere in `before` or `after` as personal; the named fields of an entry are marked already. */
export const personal = (clear: string): Personal => new Personal(clear)

/** JSON in which some texts are personal. */
export type Recorded =
  | Personal
  | Json
  | readonly Recorded[]
  | { readonly [key: string]: Recorded | undefined }

/** Fields of inputs that hold what people write or name, at any depth. */
const WRITTEN =
  /^(reason|comment|ticket|names?|displayName|externalGroupName|fileName|\w*[dD]escription|\w*[dD]efinition|pipeline)$/
export const isWritten = (field: string): boolean => WRITTEN.test(field)

/** An operation's input for the chain: what a person wrote is marked as personal, credentials in any text are masked. */
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
  /** Every role held in the scope. */
  roles?: readonly string[]
  /** The role that allowed it. */
  role?: string
  /** The binding in gatehouse.yaml that gave that role. */
  binding?: string
  groups_hash?: string
  /** Seconds since 1970, as in the identity provider's claim. */
  auth_time?: number
  acr?: string
  /** Personal. */
  ip?: string
  /** Personal: the browser's user agent. */
  ua?: string
}

/** What a caller records. Names are those of the stored body; what is absent stays out of it. */
export type AuditEntry = {
  /** `request.created`, `effect.sending`, `command.intent`… */
  type: string
  /** Chosen by the caller when other rows point here; otherwise a new UUID. */
  id?: string
  actor: AuditActor
  on_behalf_of?: { iss: string; sub: string }
  request?: { id: string; rev?: number; digest?: string }
  policy?: readonly Json[]
  before?: Recorded
  after?: Recorded
  op?: string
  target?: string
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
  /** Personal: what a person gave as the reason. */
  reason?: string
  /** Personal: what a person said beside it. */
  comment?: string
  /** The request id of the call that caused it. */
  trace?: string
}
