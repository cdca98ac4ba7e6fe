import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { decoded } from '@/lib/atlas/decode'
import { parseJson, printJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import { HIDDEN } from '@/lib/ops/define'
import { rolesAt } from '../bindings'
import { directory } from '../directory'
import type { Person } from '../person'
import type { GatewayAnswer } from './call'
import { startOf } from './in-flight'
import { Refused } from './refusal'

/** A larger answer passes in parts: ids are hidden, and the names beside them stay. Bytes. */
const MOST_WHOLE = 2 * 1024 * 1024
const MOST_DECODED = 10 * 1024 * 1024

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
  if (!/json/i.test(String(headers['content-type'] ?? 'json'))) return answer
  const isForeign = await foreignTo(person, groupId)
  if (!isForeign) return answer
  const { etag: _, 'content-length': __, 'content-encoding': coding, ...plain } = headers
  const start = Buffer.isBuffer(body) ? { whole: body } : await startOf(body, MOST_WHOLE)
  if ('stream' in start)
    return { ...answer, headers: plain, body: hidden(start.stream, coding, isForeign) }
  const { whole } = start
  const text = textOf(whole, String(coding ?? ''))
  return isForeign(text)
    ? { ...answer, headers: plain, body: Buffer.from(cleanText(text, isForeign)) }
    : { ...answer, body: whole }
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

function textOf(body: Buffer, coding: string): string {
  try {
    return coding ? decoded(body, coding, MOST_DECODED) : body.toString('utf8')
  } catch {
    throw unreadable()
  }
}

const unreadable = () =>
  new Refused(
    502,
    'GATEHOUSE_ATLAS_UNREACHABLE',
    'Gatehouse can’t read Atlas’s answer to leave out other projects. Ask for it without compression.',
  )

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** A large answer with the ids of other places hidden, in memory that does not grow. @throws Refused for an unknown coding */
function hidden(
  stream: AsyncGenerator<Uint8Array>,
  coding: unknown,
  isForeign: IsForeign,
): AsyncIterable<Uint8Array> {
  if (coding === undefined) return masked(stream, isForeign)
  const decoder = decoders[String(coding).toLowerCase()]?.()
  if (!decoder) {
    void stream.return(undefined)
    throw unreadable()
  }
  pipeline(stream, decoder).catch((error) => decoder.destroy(error))
  return masked(decoder, isForeign)
}

const ID_DIGITS = 24

function digitsAtEnd(text: string): number {
  let at = text.length
  while (at > 0 && /[0-9a-f]/i.test(text.charAt(at - 1))) at -= 1
  return text.length - at
}

async function* masked(stream: AsyncIterable<Uint8Array>, isForeign: IsForeign) {
  const mask = (text: string) => text.replaceAll(ids, (id) => (isForeign(id) ? HIDDEN : id))
  let text = ''
  for await (const chunk of stream) {
    // Every byte is one character, so a part of one is never lost between chunks.
    text += Buffer.from(chunk).toString('latin1')
    // An id at the end may go on in the next chunk.
    const end = text.length - (digitsAtEnd(text) % ID_DIGITS)
    yield Buffer.from(mask(text.slice(0, end)), 'latin1')
    text = text.slice(end)
  }
  yield Buffer.from(mask(text), 'latin1')
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
      isForeign(name) ? HIDDEN : name,
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
