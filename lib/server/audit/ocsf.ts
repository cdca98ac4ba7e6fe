import { fact } from '@/lib/atlas/facts'
import { findOp } from '@/lib/atlas/find-op'
import type { AuditBody, StoredEntry } from '@/lib/audit/read'
import { accessOf, endsAccess } from '@/lib/ops/registry'

/** https://schema.ocsf.io/1.9.0 */
const VERSION = '1.9.0'
const IAM = 3
const ENTITY_MANAGEMENT = 3004
const USER_ACCESS = 3005
const OTHER = 99

type Activity = readonly [id: number, name: string]
const CREATE: Activity = [1, 'Create']
const UPDATE: Activity = [3, 'Update']
const DELETE: Activity = [4, 'Delete']

const byMethod: Readonly<Record<string, Activity>> = {
  POST: CREATE,
  PUT: UPDATE,
  PATCH: UPDATE,
  DELETE,
}

const grave = /^(drift\.detected|breakglass\.|effect\.conflict|grants\.held)/
const odd = /^(approvals\.voided|effect\.(unknown|refused|absent)|command\.(failed|unknown))/

/** Whether it succeeded, where the row says so. */
function statusOf({ type, upstream }: AuditBody) {
  const status =
    type === 'command.done' || type === 'effect.confirmed'
      ? { status_id: 1, status: 'Success' }
      : /\.(failed|refused|conflict|absent)$/.test(type)
        ? { status_id: 2, status: 'Failure' }
        : { status_id: 0, status: 'Unknown' }
  return upstream?.status === undefined
    ? status
    : { ...status, status_code: String(upstream.status) }
}

/** Access that someone was given, or that ended. Undefined for other rows. */
function accessChange({ type, op = '', outcome }: AuditBody): Activity | undefined {
  if (type === 'grant.ended' || type === 'revoke.requested') return [2, 'Revoke Privileges']
  if (type.startsWith('drift.') || type === 'credential.detected')
    return [OTHER, 'Changed outside Gatehouse']
  if (!type.startsWith('effect.') || outcome === undefined) return undefined
  if (endsAccess(op)) return [2, 'Revoke Privileges']
  return accessOf(op) ? [1, 'Assign Privileges'] : undefined
}

function entityChange({ type, op = '' }: AuditBody): Activity {
  if (type === 'request.created') return CREATE
  if (/^(request|decision|approvals)\./.test(type)) return UPDATE
  const found = findOp(op)
  const method = found?.atlas && fact(found.atlas.op).method
  return (method && byMethod[method]) || [OTHER, type]
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The level of access in a row, from the input, from what Atlas shows, or from the outside change. */
function privilegesOf({ op = '', before, after }: AuditBody): string[] {
  const field = accessOf(op)?.levelField
  const found = [after, before]
    .flatMap((one) => (isFields(one) ? [one, one.input, one.observed] : []))
    .flatMap((one) => (isFields(one) ? [one[field ?? 'grantType']] : []))
    .find((level) => typeof level === 'string')
  return [String(found ?? (op || 'access'))]
}

/** The object that a row is about: a request, the resource of an operation, or Gatehouse itself. */
function entityOf({ request, op, target, type }: AuditBody) {
  if (request && /^(request|decision|approvals)\./.test(type))
    return { uid: request.id, type: 'request', ...(target ? { name: target } : {}) }
  return { name: target ?? type, type: op?.split('.', 1)[0] ?? 'gatehouse' }
}

const actorOf = ({ actor }: AuditBody) =>
  actor.sub === undefined
    ? { app_name: 'Gatehouse' }
    : {
        user: {
          uid: actor.sub,
          ...(actor.display ? { name: actor.display } : {}),
          ...(actor.iss ? { domain: actor.iss } : {}),
          ...(actor.kind === 'machine' ? { type_id: 4, type: 'Service' } : {}),
        },
      }

/** A row of the audit log as an event of the Open Cybersecurity Schema Framework. docs/auditors.md has the mapping. */
export function ocsfOf({ seq, hash, prev, body }: StoredEntry) {
  const change = accessChange(body)
  const [class_uid, class_name] = change
    ? [USER_ACCESS, 'User Access Management']
    : [ENTITY_MANAGEMENT, 'Entity Management']
  const [activity_id, activity_name] = change ?? entityChange(body)
  const [severity_id, severity] = grave.test(body.type)
    ? [4, 'High']
    : odd.test(body.type)
      ? [2, 'Low']
      : [1, 'Informational']
  const about = entityOf(body)
  const comment = body.comment ?? body.reason
  return {
    class_uid,
    class_name,
    category_uid: IAM,
    category_name: 'Identity & Access Management',
    activity_id,
    activity_name,
    type_uid: class_uid * 100 + activity_id,
    type_name: `${class_name}: ${activity_name}`,
    severity_id,
    severity,
    time: Date.parse(body.time) || 0,
    message: [body.type, body.target].filter(Boolean).join(': '),
    ...statusOf(body),
    metadata: {
      version: VERSION,
      product: { name: 'Gatehouse', vendor_name: 'Gatehouse' },
      uid: body.id || String(seq),
      sequence: seq,
      event_code: body.type,
      log_name: 'audit',
      ...(body.time ? { original_time: body.time } : {}),
      ...((body.request?.id ?? body.trace)
        ? { correlation_uid: body.request?.id ?? body.trace }
        : {}),
    },
    actor: actorOf(body),
    ...(body.actor.ip ? { src_endpoint: { ip: body.actor.ip } } : {}),
    ...(change
      ? {
          user: {
            name: accessOf(body.op ?? '')?.givenTo ?? 'Unknown',
            type_id: OTHER,
            type: 'Vendor staff',
          },
          privileges: privilegesOf(body),
          resources: [about],
        }
      : { entity: about, ...(comment ? { comment } : {}) }),
    // The chain covers the row and not this event, so this is no OCSF attestation.
    unmapped: {
      audit_seq: seq,
      audit_hash: hash,
      audit_prev: prev,
      ...(body.op ? { operation: body.op } : {}),
      ...(body.outcome ? { outcome: body.outcome } : {}),
      ...(body.actor.role ? { role: body.actor.role } : {}),
      ...(body.request ? { request: body.request } : {}),
      ...(change && comment ? { comment } : {}),
    },
  }
}
