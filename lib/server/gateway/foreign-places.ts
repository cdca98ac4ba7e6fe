import { decoded } from '@/lib/atlas/decode'
import { parseJson, printJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import { HIDDEN } from '@/lib/ops/define'
import { rolesAt } from '../bindings'
import { directory } from '../directory'
import type { Person } from '../person'
import type { GatewayAnswer } from './call'

/** A larger answer passes in parts, as it comes. Bytes. */
const MOST = 10 * 1024 * 1024

type IsForeign = (text: string) => boolean

/**
 * An answer about a project without what it says of projects and organizations that the caller can't see: a key's roles
 * elsewhere are left out, and the target of a restore is hidden. Callers with a role in the whole organization get the
 * same bytes, and so does everyone if nothing is foreign.
 */
export async function withoutForeignPlaces(
  answer: GatewayAnswer,
  person: Person,
  groupId: string,
): Promise<GatewayAnswer> {
  const { body, headers } = answer
  if (!Buffer.isBuffer(body) || body.length === 0) return answer
  const isForeign = await foreignTo(person, groupId)
  const text = isForeign && textOf(body, String(headers['content-encoding'] ?? ''))
  if (!isForeign || text === undefined || !isForeign(text)) return answer
  const { etag: _, 'content-encoding': __, ...plain } = headers
  return { ...answer, headers: plain, body: Buffer.from(cleanText(text, isForeign)) }
}

/** Says whether a text has the id of a place that a person can't see. Undefined: they have a role in the organization. */
async function foreignTo(person: Person, groupId: string): Promise<IsForeign | undefined> {
  const { orgs, projects } = await directory()
  const own = projects.get(groupId)
  if (own && rolesAt(person, { orgId: own.orgId, tags: [] }).length > 0) return undefined
  const isSeen = (id: string) => {
    const place = projects.get(id) ?? (orgs.has(id) ? { orgId: id, tags: [] } : undefined)
    return place === undefined || id === own?.orgId || rolesAt(person, place).length > 0
  }
  return (text) => text.match(ids)?.some((id) => !isSeen(id.toLowerCase())) === true
}

const ids = /[0-9a-f]{24}/gi

function textOf(body: Buffer, coding: string): string | undefined {
  try {
    return coding
      ? Buffer.from(decoded(body, coding, MOST)).toString('utf8')
      : body.toString('utf8')
  } catch {
    // An unknown coding, or more than the limit.
    return undefined
  }
}

function cleanText(text: string, isForeign: IsForeign): string {
  try {
    return printJson(cleaned(parseJson(text), isForeign))
  } catch {
    return text.replaceAll(ids, (id) => (isForeign(id) ? HIDDEN : id))
  }
}

function cleaned(value: unknown, isForeign: IsForeign): unknown {
  if (typeof value === 'string') return isForeign(value) ? HIDDEN : value
  if (Array.isArray(value))
    return value.filter((one) => !isRoleIn(one, isForeign)).map((one) => cleaned(one, isForeign))
  if (!isObject(value)) return value
  const hidden = besideForeign(value, isForeign)
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      typeof one === 'string' && hidden(name) ? HIDDEN : cleaned(one, isForeign),
    ]),
  )
}

const placeId = /^(.*?)(?:group|project|org|organization)id$/i

const foreignIds = (value: Record<string, unknown>, isForeign: IsForeign) =>
  Object.entries(value).flatMap(([name, one]) => {
    const prefix = placeId.exec(name)?.[1]
    return prefix !== undefined && typeof one === 'string' && isForeign(one) ? [prefix] : []
  })

/** A role that someone has elsewhere. */
const isRoleIn = (value: unknown, isForeign: IsForeign): boolean =>
  isObject(value) &&
  Object.keys(value).some((name) => /^roles?(names?)?$/i.test(name)) &&
  foreignIds(value, isForeign).includes('')

/** The names beside an id tell as much: `targetClusterName` beside `targetGroupId`. */
function besideForeign(value: Record<string, unknown>, isForeign: IsForeign) {
  const prefixes = foreignIds(value, isForeign)
  return (name: string) =>
    prefixes.some(
      (prefix) =>
        name.startsWith(prefix) &&
        /^(group|project|org|organization|cluster)\w*name$/i.test(name.slice(prefix.length)),
    )
}
