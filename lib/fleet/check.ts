import type { z } from 'zod'
import type { Command, Shape } from '@/lib/ops/define'
import type { FindingLevel, FleetCheck } from '@/lib/ops/fleet'
import type { At, Source } from './source'

export type Found = {
  /** Stable within the check and place: the id or name of what it is about. */
  key: string
  level: FindingLevel
  /** One or two words for a cell of the table: `open`. */
  word: string
  /** What is wrong, a part of a sentence after the subject: `is open to the whole internet`. */
  what: string
  subject: string
  /** By Atlas's time, ISO 8601; else when Gatehouse first sees it. */
  since?: string | null | undefined
  /** The values that the fix compares with what Atlas has when it is sent, so that it overwrites nothing newer. */
  opened?: Readonly<Record<string, string | boolean | null>> | null | undefined
}

/** Something whose state can't be told, so that the cell is not fine: a sentence. */
export type Unclear = { unclear: string }

type Context = {
  now: number
  at: At
  /** What Atlas's events call Gatehouse's own credentials. */
  own: ReadonlySet<unknown>
}

/** What a check finds in the answers of one source. */
export type Reading<A = unknown, R = unknown> = {
  source: Source<A>
  /** What an answer is about, one by one, so that one odd row does not affect the others. */
  rows(answer: A): readonly R[]
  /** What is found in one row, or that its state can't be told. `now` is in milliseconds. */
  find(row: R, context: Context): Found | Unclear | undefined
  /** False: the check does not apply, because the feature is not in use. */
  applies?(answer: A): boolean
}

/** A finding as it is stored: without `since`. */
export type Stored = Omit<Found, 'since'>

/** The command that settles a finding. */
export type Fix = {
  command: Command
  /** The plural of what it is sent for: `entries`. */
  what: string
  /** By default the first word of the command's verb. */
  verb?: string
  /** Input fields that a person enters once for all rows. */
  asks: readonly string[]
  /** The command's input, without the fields in `asks`. Undefined: this finding can't be settled by it. */
  input(at: At, found: Stored): Record<string, unknown> | undefined
}

export type Check = Omit<FleetCheck, 'per' | 'href'> & {
  per: FleetCheck['per']
  /** What a subject is, for a sentence that starts with it. Left out where the name alone says it. */
  noun?: string
  /** What people call its findings when they look for them. Lower case. */
  words?: string
  /** The label of the link from a finding. */
  action: string
  /** The page to look at. Of a cell without findings, it gets the place alone. */
  href(at: At, found?: Pick<Found, 'key' | 'subject'>): string
  fix?: Fix
  readings: readonly Reading[]
}

/** A reading of a check. Only gives its parts their types. */
export const reading = <A, R>(one: Reading<A, R>): Reading => one as unknown as Reading

/** The command that settles a finding. Only gives its parts their types. */
export const fixedBy = <I extends Shape, O extends z.ZodType, A extends keyof z.input<I> & string>(
  command: Command<I, O>,
  fix: {
    what: string
    verb?: string
    asks?: readonly A[]
    input(at: At, found: Stored): Omit<z.input<I>, A> | undefined
  },
): Fix => ({ asks: [], ...fix, command: command as unknown as Command }) as Fix

/** A check of the fleet: its column, findings, links and documentation follow from it. */
export const check = (one: Check): Check => one
