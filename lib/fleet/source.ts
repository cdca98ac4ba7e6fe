import type { z } from 'zod'
import type { Query } from '@/lib/ops/define'

/** The input of a read besides the project or organization: `{ clusterName: 'orders' }`. */
export type Part = Record<string, string>

/** Where something was read: Atlas's ids and names. */
export type At = { orgId: string; groupId?: string } & Part

/** Readings that an answer shows to be out of date: of a source in a project, or of one cluster of it. */
export type Wake = { groupId?: string; source: string; clusterName?: string }

/** What is read for the checks: one call to Atlas, or one query of Gatehouse's own tables. */
export type Source<A = unknown> = {
  id: string
  /** Once for each project, each organization, or each connection to Atlas. */
  per: 'project' | 'organization' | 'connection'
  /** The query of Atlas; without one, `lib/server/fleet/own.ts` reads it. */
  op?: Query
  /** The form of an answer, for a source without a query. */
  answer?: z.ZodType<A>
  /** Input besides the place and part. `now` in milliseconds. */
  input?(now: number): Record<string, unknown>
  /** How long a reading is good for. */
  everyMinutes: number
  /** The answer shows work in progress, so it is read again soon. */
  isMoving?(answer: A): boolean
  /** The types of Atlas's events after which a reading is out of date. */
  wakes?: RegExp
  /** Read once for each part that an answer of another source names. A part has the fields of the one it is in. */
  of?: { source: Source; parts(answer: unknown, now: number): Part[] }
  /** Atlas's error codes that mean that a project does not have the feature. */
  without?: readonly string[]
  /** A text about other readings, by project and source: when it changes, they are out of date. */
  signals?(answer: A): Map<string, Record<string, string>>
}

type Reads<Q extends Query> = Omit<Source<z.output<Q['output']>>, 'op' | 'answer'> & { op: Q }

/** A source that a query of Atlas reads. */
export const atlasSource = <Q extends Query>(reads: Reads<Q>): Source<z.output<Q['output']>> =>
  reads as unknown as Source<z.output<Q['output']>>

/** A source that Gatehouse's own tables answer. */
export const ownSource = <S extends z.ZodType>(
  reads: Omit<Source<z.output<S>>, 'op' | 'answer'> & { answer: S },
): Source<z.output<S>> => reads as unknown as Source<z.output<S>>

/** Reads once for each part that `parts` finds in an answer of `source`. */
export const each = <A>(source: Source<A>, parts: (answer: A, now: number) => Part[]) => ({
  source: source as Source,
  parts: parts as (answer: unknown, now: number) => Part[],
})
