import type { z } from 'zod'
import type { Refusals } from './failure'
import type { Role } from './roles'

export type Environment = 'production' | 'other'

/** What an input touches. Decides the role check and which connection, hence which Atlas credential, is used. */
export type Scope =
  | { kind: 'console' }
  | { kind: 'organization'; orgId: string }
  | { kind: 'project'; groupId: string }
  | { kind: 'cluster'; groupId: string; clusterName: string }
  /** The organizations that a federation connects; with `orgId` one of them alone. */
  | { kind: 'federation'; federationSettingsId: string; orgId?: string }

export type Friction =
  | { level: 'none' }
  | { level: 'confirm'; because: string }
  | { level: 'type'; phrase: string; because: string }
  /** With a phrase, whoever asks types it first. */
  | { level: 'approval'; phrase?: string; because: string }

/** One operation named with its input. */
export type Call = { id: string; input: unknown }

/** What a read-back says of a command that was sent: it happened, it did not, or something else is there. */
export type Verdict = 'done' | 'absent' | 'other'

export type Shape = z.ZodObject

/** Names from Atlas of where a command acts. */
export type Where = { project?: string | undefined }

type Base<I extends Shape, O extends z.ZodType> = {
  /** `<resource>.<verb>`, as it stands in the route and in the audit chain. */
  id: string
  title: string
  /** The Atlas operation id and the pinned resource version; left out for Gatehouse's own operations. */
  atlas?: { op: string; version: string }
  /** Roles of which one suffices. */
  needs: readonly Role[]
  /** Strict: what a person types is checked with a sentence to act on. */
  input: I
  /** Loose: Atlas adds fields and sends nulls without notice. */
  output: O
  /** Needed only where the input's field names do not say it: see `scopeOf`. */
  scope?(input: z.output<I>): Scope
  /** What it touches besides: the person needs the role there too, and production anywhere makes it production. */
  alsoIn?(input: z.output<I>): readonly Scope[]
  /** Path parameters, where they are not input fields of the same name. */
  path?(input: z.output<I>): Record<string, string>
  /** Query parameters. */
  query?(input: z.output<I>): Record<string, string | number | boolean | string[] | undefined>
  /** Never asked for by a person: the directory reads it, or the executor sends it for a decided request or a revoke. */
  onlyGatehouse?: boolean
  /** The operation to use instead, where Atlas has ended this one or will: an id of this console. */
  successor?: string
  /** The answer is a text such as XML, not JSON: it arrives as a string. */
  text?: boolean
  /** Output fields, at any depth, that stay on the server: their texts arrive as `HIDDEN`. */
  hides?: readonly string[]
  /** Of a list that organizations share: what rows keep beside `orgId` for people without a role in that organization. */
  foreignRows?: readonly string[]
  /** What a refusal means here and what to do, by Atlas's error code, where the general sentence does not say it. */
  refusals?: Refusals
  /** Error codes with which Atlas says, beside its 404, that there is none: `first` and `readBack` take them as that. */
  absent?: readonly string[]
  /** Input fields never stored, logged or put in the chain. */
  secrets?: ReadonlyArray<keyof z.output<I> & string>
}

export type Query<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Base<I, O> & {
  kind: 'query'
  /** How long an answer may be shared between people, in seconds (default 5; 0 for own operations). */
  freshSeconds?: number
  /** Milliseconds until the browser asks again, from what it has; false when settled. */
  live?(data: z.output<O>): number | false
  /** Follow pageNum to the last page and answer all rows at once. */
  allPages?: boolean
}

export type Command<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Base<I, O> & {
  kind: 'command'
  /** One plain sentence without a full stop, of what is asked: for the decision card, the timeline, the toast. */
  says(input: z.output<I>, where?: Where): string
  /** What the audit entry is about. */
  target(input: z.output<I>): string
  /** The request body; `at` is the moment of execution, fixed once. */
  body?(input: z.output<I>, at: Date): unknown
  /** The least friction; gatehouse.yaml may raise it, never lower it. */
  friction?(input: z.output<I>, environment: Environment): Friction
  /** The command that puts things back, or ends what this one began, when there is one; undefined when this input has none. */
  undo?(input: z.output<I>): Call | undefined
  /** Ids of queries that this makes stale. */
  stales?: readonly string[]
  /** Calls with an equal key take turns, across replicas. */
  oneAtATime?(input: z.output<I>): string | undefined
  /** The single place this fills; two requests for one slot exclude each other. */
  slot?(input: z.output<I>): string
  /** Atlas answers when it has begun: what was asked for is there when the work it then does has ended. */
  begins?: true
  /** The input field that holds how long it lasts, in minutes: capped by policy, shortened by an approver. */
  lasts?: keyof z.output<I> & string
  /**
   * Read before the call, whoever sends it: a sentence stops it. `answer` is undefined when the read says 404. The preview
   * asks too, so that a person learns it before typing.
   */
  first?: {
    /** Several reads are answered in their order. */
    read(input: z.output<I>): Call | readonly Call[]
    whyNot(answer: unknown, input: z.output<I>): string | undefined
    /** The command is sent although the read fails: what stops something must work when all else is odd. */
    mayFail?: true
  }
  /**
   * Read before the call, whoever sends it: a sentence raises the friction to approval, where the input alone does not show
   * how much the call changes. Read again in the call's turn.
   */
  grave?: {
    read(input: z.output<I>): Call | readonly Call[]
    why(answer: unknown, input: z.output<I>): string | undefined
  }
  /**
   * What goes with it, read anew for whoever sends, asks or decides: a sentence each. Ids of projects and organizations in
   * them are shown as names. It stops nothing: what must stop a command stands in `first`.
   */
  tells?: {
    read(input: z.output<I>): Call | readonly Call[]
    says(answer: unknown, input: z.output<I>): readonly string[]
  }
  /** How to learn whether it happened. An operation without one cannot be gated. */
  readBack?: {
    read(input: z.output<I>): Call
    /**
     * `answer` is undefined when the read says 404; `sent` is the body as parsed JSON. `sentAt` is when the call left, for
     * what cannot be told from an older one of the same kind; undefined before it has.
     */
    verdict(answer: unknown, input: z.output<I>, sent: unknown, sentAt?: Date): Verdict
    /** Atlas's 2xx settles it: what it changes may not show in any read. Only an unanswered call is read back. */
    acceptedIsDone?: true
    /**
     * How long what was taken may not show, in ms, where that is longer than a person waits: only after that an unanswered
     * call counts as lost.
     */
    showsWithinMs?: number
    /** Must hold before the call: otherwise a sentence why the call may not be sent. */
    before?(answer: unknown, input: z.output<I>): string | undefined
  }
  /**
   * A command of several calls, which Gatehouse carries on by itself even when the tab is closed or the console dies: what
   * is read first, and the plan made of it, or a sentence why there is none. It has no Atlas operation of its own; its
   * output is `guidedStarted`, and its `slot` keeps a second one out.
   */
  guided?: {
    read(input: z.output<I>): Call
    plan(answer: unknown, input: z.output<I>): Plan | string
  }
}

export type Op = Query | Command

/** What stands on the page and in the browser in place of a hidden text. */
export const HIDDEN = '(hidden)'

/** One call of a guided command, in words for the person who watches: `Stop the processor`. Its operation has a readBack. */
export type Step = {
  says: string
  call: Call
  /** Once it is done, `putBack` would not give what was before: a later refusal halts. */
  isFinal?: true
}

/** Several calls in order, each waited for: what a guided command would do, from what was read before it. */
export type Plan = {
  /** Each runs until its readBack says done. */
  steps: readonly Step[]
  /** Sent when Atlas refuses a later step before a final one is done, so that what ran before runs again as it was. */
  putBack?: Step
}

/** Describes a read. */
export const query = <I extends Shape, O extends z.ZodType>(
  op: Omit<Query<I, O>, 'kind'>,
): Query<I, O> => ({ kind: 'query', ...op })

/** Describes a change. */
export const command = <I extends Shape, O extends z.ZodType>(
  op: Omit<Command<I, O>, 'kind'>,
): Command<I, O> => ({ kind: 'command', ...op })

/** A call that puts things back, or undefined when what Atlas held before does not fit the operation's own input. */
export const callIfFits = (id: string, input: z.ZodType, value: unknown): Call | undefined =>
  input.safeParse(value).success ? { id, input: value } : undefined

/** The scope an input touches: said by the description, else read off the field names Atlas uses in its paths. */
export function scopeOf(op: Op, input: Record<string, unknown>): Scope {
  if (op.scope) return op.scope(input)
  const { groupId, clusterName, orgId, federationSettingsId } = input
  if (typeof federationSettingsId === 'string')
    return {
      kind: 'federation',
      federationSettingsId,
      ...(typeof orgId === 'string' ? { orgId } : {}),
    }
  if (typeof groupId === 'string' && typeof clusterName === 'string')
    return { kind: 'cluster', groupId, clusterName }
  if (typeof groupId === 'string') return { kind: 'project', groupId }
  if (typeof orgId === 'string') return { kind: 'organization', orgId }
  return { kind: 'console' }
}
