import { z } from 'zod'
import { millis } from '@/lib/format/time'

/** Smallest first: each step includes the ones before it. */
export const grantTypes = [
  'CLUSTER_DATABASE_LOGS',
  'CLUSTER_INFRASTRUCTURE',
  'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA',
] as const
export const grantType = z.enum(grantTypes, 'Choose what MongoDB employees can see')
export type GrantType = z.output<typeof grantType>

/** Each level: what a MongoDB employee can see with it, and what not. */
export const grantWords: Record<
  GrantType,
  { name: string; short: string; opens: string; closed: string }
> = {
  CLUSTER_DATABASE_LOGS: {
    name: 'Database logs',
    short: 'database log',
    opens:
      'They can download the mongod and mongos logs of this cluster. Logs can contain queries, and queries can contain your data.',
    closed: 'They can’t log in to its machines or read its collections.',
  },
  CLUSTER_INFRASTRUCTURE: {
    name: 'Infrastructure',
    short: 'infrastructure',
    opens:
      'They can log in to the machines that run this cluster and read its logs. The data files are on those machines.',
    closed: 'They can’t read App Services sync data.',
  },
  CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA: {
    name: 'Infrastructure and sync data',
    short: 'infrastructure and sync data',
    opens:
      'They can log in to the machines, read the logs, and read the data that App Services synced through this cluster.',
    closed: 'Nothing on this cluster is off limits.',
  },
}

/** A cluster's only grant. `expirationTime` is null if Atlas gives no usable date. */
export const grant = z.object({ grantType: z.string(), expirationTime: z.string().nullable() })
export type Grant = z.output<typeof grant>

/** The grant type if Atlas gives no readable one. */
export const UNKNOWN_TYPE = 'UNKNOWN'

const usableType = z
  .string()
  .max(100)
  .regex(/^[\x20-\x7e]+$/)
const usableEnd = z
  .string()
  .max(40)
  .regex(/^[1-9]\d{3}-\d{2}-\d{2}/)
  .refine((text) => millis(text) !== undefined)
const odd = z.looseObject({
  grantType: z.unknown().optional(),
  expirationTime: z.unknown().optional(),
})

/** The grant in Atlas's field, whatever its shape. Only null and a missing field mean that there is none. */
export function grantOf(field: unknown): Grant | undefined {
  if (field === undefined || field === null) return undefined
  const { grantType: type, expirationTime } = odd.safeParse(field).data ?? {}
  return {
    grantType: usableType.safeParse(type).data ?? UNKNOWN_TYPE,
    expirationTime: usableEnd.safeParse(expirationTime).data ?? null,
  }
}

const withGrant = z.looseObject({ mongoDBEmployeeAccessGrant: z.unknown().optional() })

/** The grant in a cluster answer as Atlas describes it; null if there is none. */
export const rawGrant = (cluster: unknown): unknown =>
  withGrant.safeParse(cluster).data?.mongoDBEmployeeAccessGrant ?? null

/** The grant in a cluster answer; undefined if there is none. */
export const slotOf = (cluster: unknown): Grant | undefined => grantOf(rawGrant(cluster))

export const second = (time: string | null) => {
  const at = millis(time)
  return at === undefined ? null : Math.floor(at / 1000)
}

/** When a grant ends; null if there is no grant, or Atlas gives no usable date. */
export const endOf = (grant: Grant | undefined): Date | null => {
  const end = millis(grant?.expirationTime)
  return end === undefined ? null : new Date(end)
}

/** Whether two grants have the same type and the same end to the second. Atlas may add milliseconds. */
export const sameGrant = (a: Grant | undefined, b: Grant | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.grantType === b.grantType && second(a.expirationTime) === second(b.expirationTime)
