import { z } from 'zod'
import { isObject } from '@/lib/format/values'
import {
  added,
  connectionTypes,
  type FieldName,
  fields,
  isConnectionType,
  isSecret,
} from './stream-connection-fields'

/** Values of the fields of a connection, and its type. */
export type Settings = Readonly<Record<string, unknown>>

const withAdded = (names: readonly FieldName[], given: Settings): FieldName[] =>
  names.flatMap((name) => [name, ...withAdded(added[name]?.[String(given[name])] ?? [], given)])

/** The fields that a connection with these values has, in the order of the form. */
export const fieldsOf = (given: Settings): FieldName[] =>
  isConnectionType(given.type) ? withAdded(connectionTypes[given.type][1], given) : []

/** Where Atlas has a field in a connection: `['authentication', 'username']`. */
const placeOf = (name: FieldName): string[] => {
  const at = fields[name].meta()?.at
  return (typeof at === 'string' ? at : name).split('.')
}

/** Whether a field is about the network, which Atlas can't change later. */
export const isNetwork = (name: FieldName): boolean => placeOf(name)[1] === 'access'

/** The part of Atlas's connection that has a field, such as `authentication`. Atlas replaces a part as a whole. */
export const partOf = (name: FieldName): string => placeOf(name)[0] ?? name

/** The schema of some of the fields. */
export const schemaOf = (names: readonly FieldName[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, fields[name]])))

const isPairs = (name: string) => name === 'config' || name === 'headers'

function put(into: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown): void {
  const inside = into[first]
  const inner = isObject(inside) ? inside : {}
  into[first] = rest.length === 0 ? value : inner
  if (rest.length > 0) put(inner, rest, value)
}

/** A connection as Atlas takes it, with these of its fields. */
export function asSent(given: Settings, names = fieldsOf(given)): Record<string, unknown> {
  const sent: Record<string, unknown> = { type: given.type }
  for (const name of names) {
    const value = given[name]
    if (value === undefined) continue
    const isRecord = isPairs(name) && Array.isArray(value)
    put(
      sent,
      placeOf(name),
      isRecord ? Object.fromEntries(value.map((pair) => [pair.name, pair.value])) : value,
    )
  }
  if (given.type === 'SchemaRegistry') sent.provider = 'CONFLUENT'
  if (given.mechanism === 'OAUTHBEARER' && isObject(sent.authentication))
    sent.authentication.method = 'OIDC'
  return sent
}

/** The settings in Atlas's answer, without secrets. Undefined if it has a type or value that Gatehouse does not know. */
export function settingsIn(connection: unknown): Settings | undefined {
  if (!isObject(connection) || !isConnectionType(connection.type)) return undefined
  const found: Record<string, unknown> = {}
  for (const name of Object.keys(fields) as FieldName[]) {
    const value = placeOf(name).reduce<unknown>(
      (part, step) => (isObject(part) ? part[step] : undefined),
      connection,
    )
    if (isSecret(name) || value === undefined || value === null || value === '') continue
    found[name] =
      isPairs(name) && isObject(value)
        ? Object.entries(value).map(([key, one]) => ({ name: key, value: String(one) }))
        : value
  }
  const known = schemaOf((Object.keys(found) as FieldName[]).filter((name) => !isNetwork(name)))
  const rest = Object.fromEntries(
    Object.entries(found).filter(([name]) => !isNetwork(name as FieldName)),
  )
  return known.safeParse(rest).success ? { type: connection.type, ...found } : undefined
}
