import type { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { type Call, callIfFits, type Query, type Shape, type Verdict } from './define'
import { fieldsOf } from './fields-of'

const UNREADABLE = 'Gatehouse can’t read its current state in Atlas’s answer. Nothing was sent.'

/** An input whose fields are the settings of a resource, and those that the form started from. */
type Opened<V> = { opened: V } & Record<string, unknown>

/** The fields of an input that have the names of those in `opened`. */
const settingsIn = <V>(input: Opened<V>): V =>
  Object.fromEntries(Object.keys(input.opened ?? {}).map((name) => [name, input[name]])) as V

/** How to read it, or the list it is in: a query whose input fields the commands have, or a call with its answer. */
type Source<I extends Shape, S extends z.ZodType, At> =
  | { of: Query<I, S> }
  | { read: (at: At) => Call; answer: S }

const reading = <I extends Shape, S extends z.ZodType>(query: Query<I, S>) => ({
  read: (at: unknown) => ({ id: query.id, input: fieldsOf(query, Object(at)) }),
  answer: query.output,
})

/**
 * What the commands for one kind of resource have in common, to spread into their descriptions: they read it before and
 * after the call. A 404 means that there is none. An answer of another shape stops a command, and never counts as done.
 */
export function resource<I extends Shape, S extends z.ZodType, At, T = z.output<S>>(
  of: Source<I, S, At> & {
    /** It in a list. Undefined: it is not there. By default the answer. */
    find?: (data: z.output<S>, at: At) => T | undefined
    /** Why nothing can be done with it any more: `This key no longer exists.` */
    gone: string
  },
) {
  const { gone } = of
  const { read, answer: shape } = 'of' in of ? reading(of.of) : of
  /** Undefined: there is none. Null: not readable. */
  const findIn = (answer: unknown, at: At): T | undefined | null => {
    if (answer === undefined) return undefined
    const { success, data } = shape.safeParse(answer)
    if (!success) return null
    return of.find ? of.find(data, at) : (data as unknown as T)
  }
  /** `whyNot` and `verdict` for what `findIn` finds, where it is readable. */
  const reads = <I extends At>(
    whyNot: (it: T | undefined, input: I) => string | undefined,
    verdict: (it: T | undefined, input: I) => Verdict,
  ) => ({
    precondition: {
      read,
      whyNot: (answer: unknown, input: I) => {
        const it = findIn(answer, input)
        return it === null ? UNREADABLE : whyNot(it, input)
      },
    },
    readBack: {
      read,
      verdict: (answer: unknown, input: I): Verdict => {
        const it = findIn(answer, input)
        return it === null ? 'other' : verdict(it, input)
      },
    },
  })

  return {
    read,

    /** It, for consequences. Undefined: none, or not readable. */
    in: (answer: unknown, at: At): T | undefined => findIn(answer, at) ?? undefined,

    /** For the command that creates it: `exists` says why it can't, `isAs` whether it is as the input says. */
    creates: <I extends At>(
      exists: string | ((it: T, input: I) => string | undefined),
      isAs: (it: T, input: I) => boolean = () => true,
    ) =>
      reads<I>(
        (it, input) => it && (typeof exists === 'string' ? exists : exists(it, input)),
        (it, input) => (it === undefined ? 'absent' : isAs(it, input) ? 'done' : 'other'),
      ),

    /** For the command that changes its settings, which are fields of the input. */
    changes: <V, I extends At & Opened<V>>({
      id,
      input: schema,
      settings,
      isSame = sameJson,
      changed,
      whyNot,
    }: {
      /** The command itself, which undoes it with the former settings. */
      id: string
      input: z.ZodType
      settings: (it: T, input: I) => V
      isSame?: (a: V, b: V) => boolean
      /** `Someone else changed this key.` */
      changed: string
      /** Any other reason. */
      whyNot?: (it: T, input: I) => string | undefined
    }) => ({
      opened: {
        read,
        now: (answer: unknown, input: I) => {
          const it = findIn(answer, input)
          return it == null ? undefined : settings(it, input)
        },
      },
      ...reads<I>(
        (it, input) => {
          if (it === undefined) return gone
          const isOther = !isSame(settings(it, input), input.opened)
          return whyNot?.(it, input) ?? (isOther ? changed : undefined)
        },
        (it, input) => {
          if (it === undefined) return 'other'
          const now = settings(it, input)
          if (isSame(now, settingsIn(input))) return 'done'
          return isSame(now, input.opened) ? 'absent' : 'other'
        },
      ),
      undo: (input: I) =>
        callIfFits(id, schema, { ...input, ...input.opened, opened: settingsIn(input) }),
    }),

    /** For a command that moves it on: `whyNot` says why it can't, `isDone` whether it has happened. */
    moves: <I extends At>(
      whyNot: (it: T, input: I) => string | undefined,
      isDone: (it: T, input: I) => boolean,
    ) =>
      reads<I>(
        (it, input) => (it === undefined ? gone : whyNot(it, input)),
        (it, input) => (it === undefined ? 'other' : isDone(it, input) ? 'done' : 'absent'),
      ),

    /** For the command that removes it. `leaving` is the reason while Atlas removes it already. */
    removes: <I extends At>({
      isLeaving = () => false,
      leaving = 'Atlas is already deleting it.',
      whyNot,
      impact,
    }: {
      isLeaving?: (it: T) => boolean
      leaving?: string
      /** Any other reason. */
      whyNot?: (it: T, input: I) => string | undefined
      /** The consequences, where it is readable. */
      impact?: (it: T, input: I) => readonly string[]
    } = {}) => ({
      ...reads<I>(
        (it, input) => (it === undefined ? gone : isLeaving(it) ? leaving : whyNot?.(it, input)),
        (it) => (it === undefined || isLeaving(it) ? 'done' : 'absent'),
      ),
      ...(impact && {
        impact: {
          read,
          sentences: (answer: unknown, input: I) => {
            const it = findIn(answer, input)
            return it == null ? [] : impact(it, input)
          },
        },
      }),
    }),
  }
}
