import type { z } from 'zod'
import type { Query } from '@/lib/ops/define'

/** The input of a read besides the project or organization: `{ clusterName: 'orders' }`. */
export type Part = Record<string, string>

/** Where something was read: Atlas's ids and names. */
export type At = { orgId: string; groupId?: string } & Part

/** What is read for the checks: one call to Atlas, or one query of Gatehouse's own tables. */
export type Source<A = unknown> = {
  id: string
  /** Once for each project, each organization, or each connection to Atlas. */
  per: 'project' | 'organization' | 'connection'
  /** The query of Atlas; without one, `lib/server/fleet/own.ts` reads it. */
  op?: Query
  /** The form of an answer, for a source without a query. */
  answer?: z.ZodType<A>
  /** How long a reading is good for. */
  everyMinutes: number
  /** The answer shows work in progress, so it is read again soon. */
  isMoving?(answer: A): boolean
  /** The types of Atlas's events after which a reading is out of date. */
  wakes?: RegExp
  /** Read once for each part that an answer of another source names. */
  of?: { source: Source; parts(answer: unknown): Part[] }
  /**
   * What an answer says about readings of other sources, by project and source: when the text changes, that reading is out
   * of date.
   */
  signals?(answer: A): Map<string, Record<string, string>>
}

type Reads<Q extends Query> = Omit<Source<z.output<Q['output']>>, 'op' | 'answer' | 'of'> & {
  op: Q
  of?: Source['of']
}

/** A source that a query of Atlas reads. */
export const atlasSource = <Q extends Query>(reads: Reads<Q>): Source<z.output<Q['output']>> =>
  reads as unknown as Source<z.output<Q['output']>>

/** A source that Gatehouse's own tables answer. */
export const ownSource = <S extends z.ZodType>(
  reads: Omit<Source<z.output<S>>, 'op' | 'answer'> & { answer: S },
): Source<z.output<S>> => reads as unknown as Source<z.output<S>>

/** Reads once for each part that `parts` finds in an answer of `source`. */
export const each = <A>(source: Source<A>, parts: (answer: A) => Part[]) => ({
  source: source as Source,
  parts: parts as (answer: unknown) => Part[],
})
