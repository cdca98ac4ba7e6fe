import { inUtc } from '@/lib/format/time'
import { restoreState } from '@/lib/ops/backup'
import { madeAt, type RestoreJob } from '@/lib/ops/backup-shapes'
import { eventName } from '@/lib/ops/event-name'

/** A row of a list of Atlas, and the input of the list. */
export type Row = Readonly<Record<string, unknown>>
export type Input = Readonly<Record<string, unknown>>

/** One thing of a list, as people find it. */
export type Listed = {
  /** Unique in its list. */
  id: string
  name: string
  /** Other ids and host names that people paste. */
  ids?: readonly string[]
  /** What its address needs besides the place. */
  at?: Readonly<Record<string, string>>
}

/** A text that is not empty. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
/** The texts of an array. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : []

/** By a field with its id and the first field with a name. */
export const by =
  (idField: string, ...nameFields: string[]) =>
  (row: Row): Listed | undefined => {
    const id = text(row[idField])
    const name = nameFields.map((field) => text(row[field])).find((one) => one !== undefined)
    return id === undefined ? undefined : { id, name: name ?? id }
  }

/** By its name alone. Its id, if it has one, is only for pasting. */
export const named =
  (part: string, ...idFields: string[]) =>
  (row: Row): Listed | undefined => {
    const name = text(row.name)
    const ids = [...idFields.flatMap((field) => text(row[field]) ?? []), ...texts(row.hostnames)]
    return name === undefined ? undefined : { id: name, name, ids, at: { [part]: name } }
  }

/** Every host in the connection strings of a cluster. */
function hostsIn(strings: unknown): string[] {
  const all = JSON.stringify(strings ?? '').toLowerCase()
  return [...new Set([...all.matchAll(/[a-z\d-]+(?:\.[a-z\d-]+){2,}/g)].map(([host]) => host))]
}

/** A cluster by its name, id and hosts. */
export function cluster(row: Row): Listed | undefined {
  const name = text(row.name)
  const ids = [...[text(row.id) ?? []].flat(), ...hostsIn(row.connectionStrings)]
  return name === undefined ? undefined : { id: name, name, ids }
}

/** An alert by its id, named like its event. */
export const alert = (row: Row): Listed | undefined => {
  const found = by('id', 'eventTypeName')(row)
  return found && { ...found, name: eventName(found.name) }
}

/** An API key by its description, id and public key. */
export const key = (row: Row): Listed | undefined => {
  const found = by('id', 'desc')(row)
  const publicKey = text(row.publicKey)
  return found && { ...found, ...(publicKey ? { ids: [publicKey], at: { on: publicKey } } : {}) }
}

/** A service account by its name and client ID, which also tells two of one name apart. */
export const account = (row: Row): Listed | undefined => {
  const found = by('clientId', 'name')(row)
  return found && { ...found, at: { on: found.id } }
}

const ends: Readonly<Record<string, string>> = {
  finished: 'finished',
  completed: 'finished',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'canceled',
}

/** A restore job by what it does, when it was started and how it ended. */
export const restoreJobOf = (row: Row, { clusterName }: Input): Listed | undefined => {
  const found = by('id')(row)
  if (!found) return undefined
  const target = text(row.targetClusterName) ?? text(row.targetDeploymentItemName)
  const from = text(clusterName)
  const state = text(row.status)?.toLowerCase() ?? restoreState(row as RestoreJob)
  const made = madeAt(found.id)
  const on = [made && inUtc(made), ends[state]].filter(Boolean).join(', ')
  return {
    ...found,
    name: target ? `Restore to ${target}` : from ? `Download from ${from}` : found.name,
    ...(on ? { at: { on } } : {}),
  }
}
