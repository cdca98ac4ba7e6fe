import { z } from 'zod'
import type { Environment } from './environment'
import type { Refusals } from './failure'
import type { Friction } from './friction'
import type { Role } from './roles'

/** What an input touches. It decides the role check and the connection with its Atlas credential. */
export type Scope =
  | { kind: 'console' }
  | { kind: 'organization'; orgId: string }
  | { kind: 'project'; groupId: string }
  | { kind: 'cluster'; groupId: string; clusterName: string }
  /** The organizations of a federation, or with `orgId` one of them. */
  | { kind: 'federation'; federationSettingsId: string; orgId?: string }

/** An operation with its input. */
export type Call = { id: string; input: unknown }

/** What a read shows after a command was sent. `other`: something else. */
export type Verdict = 'done' | 'absent' | 'other'

export type Shape = z.ZodObject

/** Atlas's names of the place of a command. */
export type PlaceNames = { project?: string | undefined }

/** `{ do: 'Remove API key', doing: 'Removing…', done: (i) => `Key ${i.apiUserId} removed` }` */
type Verbs<I> = {
  /** The button in a dialog. In a row, the button is its first word. */
  do: string
  /** The button while the command is sent. */
  doing: string
  /** The message when it is done. */
  done(input: I): string
}

/** A level of access, in the words of people. */
type Level = {
  /** `Infrastructure` */
  name: string
  /** In a sentence: `infrastructure` */
  short: string
}

type Base<I extends Shape, O extends z.ZodType> = {
  /** `<resource>.<verb>`, as in the route and the audit log. */
  id: string
  title: string
  /** The Atlas operation id and the pinned resource version. Absent for Gatehouse's own operations. */
  atlas?: { op: string; version: string }
  /** One of these roles is enough. */
  roles: readonly Role[]
  /** The operation checks the right itself, because people without these roles can have it: delegates, and whom a request is for. */
  checksRole?: true
  /** Strict, with a helpful sentence for each mistake. */
  input: I
  /** Loose, because Atlas adds fields and sends nulls without notice. */
  output: O
  /** Only where the input's field names do not show it: see `scopeOf`. */
  scope?(input: z.output<I>): Scope
  /** Other places it touches. The person needs the role there too, and one production place makes all of it production. */
  otherScopes?(input: z.output<I>): readonly Scope[]
  /** Path parameters that are not input fields of the same name. */
  path?(input: z.output<I>): Record<string, string>
  /** Query parameters. */
  query?(input: z.output<I>): Record<string, string | number | boolean | string[] | undefined>
  /** The request body. By default the other input fields. `at` is the time of execution, fixed once. */
  body?(input: z.output<I>, at: Date): unknown
  /** Not for people: the directory reads it, or the executor sends it for an approved request or a revoke. */
  internal?: boolean
  /** The id of the operation to use instead when Atlas ends this one. */
  successor?: string
  /** The answer is text such as XML and arrives as a string. */
  text?: boolean
  /** Output fields at any depth whose text stays on the server, or all that are named like secrets. Browsers get `HIDDEN`. */
  hiddenFields?: readonly string[] | 'like secrets'
  /** Output fields that only the answer itself shows, such as a new secret. They are not kept for a repeated call. */
  shownOnce?: readonly string[]
  /** In a list that organizations share: the fields besides `orgId` that people without a role in a row's organization see. */
  foreignRows?: readonly string[]
  /** Sentences by Atlas's error code, where the general sentence does not say what to do. */
  refusals?: Refusals
  /** Error codes that mean, like 404, that there is none. `precondition` and `readBack` treat them so. */
  notFoundCodes?: readonly string[]
  /** Input fields that are never stored, logged or recorded. */
  secrets?: ReadonlyArray<keyof z.output<I> & string>
}

export type Query<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Base<I, O> & {
  kind: 'query'
  /** How long people share an answer, in seconds (default 5, 0 for own operations). */
  maxAgeSeconds?: number
  /** The id of the query with the same call whose answers it shares. */
  cachedAs?: string
  /** Milliseconds until the browser asks again, given its data. False for never. */
  refetchInterval?(data: z.output<O>): number | false
  /** Reads all pages and answers all rows at once. */
  allPages?: boolean
  /** The answer that Atlas's 404 stands for, where having none is normal. */
  none?: z.output<O>
  /** Atlas's 400 is an answer too, if its body matches the output. */
  answersWith400?: true
}

/** A change to review line by line. `covers` are the input fields that it shows. */
export type TextChange = { label: string; from: string; to: string; covers: readonly string[] }

export type Command<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Base<I, O> & {
  kind: 'command'
  /** One plain sentence without a period, for the request card, the timeline and the toast. */
  summary(input: z.output<I>, where?: PlaceNames): string
  /** What buttons and messages call it. */
  verbs?: Verbs<z.output<I>>
  /** The target in the audit log. By default its Atlas path with the input's values. */
  target?(input: z.output<I>): string
  /**
   * The input fields in the body of another client, where Gatehouse can't find them by the names in `body`. Undefined: it
   * is not one that this command sends. What it gives is checked: the input must print the same body.
   */
  fromBody?(body: unknown): Record<string, unknown> | undefined
  /** Another client's body in the form that this command prints, where Atlas takes several forms for the same. Never sent. */
  normalBody?(body: unknown): unknown
  /** Input fields that Atlas's 400 is about, each with a message, for an error body of its own shape. */
  invalidFields?(body: unknown, input: z.output<I>): Record<string, string> | undefined
  /** The text before and after. The person sending it, the requester and the approver see the difference. */
  changes?(input: z.output<I>): TextChange
  /** The same where the text before is what Atlas has now: how to read it, undefined for a 404. */
  compared?: {
    read(input: z.output<I>): Call
    changes(answer: unknown, input: z.output<I>): TextChange
  }
  /** The least friction. gatehouse.yaml can only raise it. */
  friction?(input: z.output<I>, environment: Environment): Friction
  /** The command that undoes this one. Undefined when this input has none. */
  undo?(input: z.output<I>): Call | undefined
  /** Ids of queries whose answers this makes stale. */
  invalidates?: readonly string[]
  /** Calls with an equal key take turns, on all replicas. */
  concurrencyKey?(input: z.output<I>): string | undefined
  /** The place that this fills. Only one request can hold a slot. */
  slot?(input: z.output<I>): string
  /** One request can be for several clusters: its sentence, given `5 clusters`. Input: `groupId`, `clusterName` and more. */
  several?(input: Readonly<Record<string, unknown>>, clusters: string): string
  /** Atlas answers when its work starts, not when it is done. */
  accepted?: true
  /** The input field with the duration in minutes. The policy caps it, and an approver can shorten it. */
  durationField?: keyof z.output<I> & string
  /**
   * For a command that gives access until a time. Its request stays open until the access is gone, and people can revoke it
   * before.
   */
  access?: {
    /** The input field with the level. The body has a field of the same name. */
    levelField: keyof z.output<I> & string
    /** Who gets it. */
    givenTo: string
    /** Atlas's types of events about it, and about what people did with it. */
    events: readonly string[]
    /** From the smallest to the largest level. */
    levels: Readonly<Record<string, Level>>
    /** When it ends, according to the body that was sent. */
    endsAt(sent: unknown): Date | null
    /** The id of the command that ends it. */
    endedBy: string
    /** The input of that command. `sent` is the body, undefined while nothing was sent. */
    endInput(input: z.output<I>, sent: unknown): Record<string, unknown>
    /** Why a kind of cluster can't have it. */
    whyNotOn(kind: string): string | undefined
  }
  /**
   * Read before every call. A sentence stops the call, and so does an OpError 'invalid' with messages by input field. `answer`
   * is undefined for a 404. The preview reads it too, so that people see the reason early.
   */
  precondition?: {
    /** Several reads give their answers in the same order. */
    read(input: z.output<I>): Call | readonly Call[]
    whyNot(answer: unknown, input: z.output<I>): string | undefined
    /** The command is sent even if the read fails, for commands that stop something. */
    optional?: true
  }
  /**
   * Read before every call and again in its turn. A sentence raises the friction to approval, where the input alone does not
   * show how much the call changes.
   */
  escalation?: {
    read(input: z.output<I>): Call | readonly Call[]
    reason(answer: unknown, input: z.output<I>): string | undefined
  }
  /**
   * Consequences, one sentence each, read for everyone who sends, requests or approves. Pages show names for the ids of
   * projects and organizations in them. They stop nothing: that is for `precondition`.
   */
  impact?: {
    read(input: z.output<I>): Call | readonly Call[]
    sentences(answer: unknown, input: z.output<I>): readonly string[]
  }
  /** For an input with `opened`, what the form started from: how to read the same again. */
  opened?: {
    read(input: z.output<I>): Call
    /** From a read that worked, in the shape of `opened`. */
    now(answer: unknown, input: z.output<I>): unknown
  }
  /** How to read whether it happened. An operation without this can't need approval. */
  readBack?: {
    read(input: z.output<I>): Call
    /**
     * `answer` is undefined for a 404. `sent` is the body as parsed JSON. `sentAt` is when the call was sent, to tell the
     * change from an older one of the same kind. It is undefined before that.
     */
    verdict(answer: unknown, input: z.output<I>, sent: unknown, sentAt?: Date): Verdict
    /** Atlas's 2xx is enough, because no read shows the change. Only an unanswered call is read back. */
    acceptedIsDone?: true
    /** How long a change that nobody waits for can take to show, in ms. An unanswered call counts as lost only after that. */
    showsWithinMs?: number
    /** Why the call can't be sent, given the state before it. Undefined: it can. */
    before?(answer: unknown, input: z.output<I>): string | undefined
    /** Whether the answer shows what this body made. For operations with a slot, so that one request can replace another. */
    shows?(answer: unknown, sent: unknown): boolean
    /** Whether the answer shows exactly what this call ends. `absent` can also mean a state that can't be fully read. */
    isExact?(answer: unknown, input: z.output<I>): boolean
    /** The part of the answer that the audit log records. */
    observed?(answer: unknown): unknown
  }
  /**
   * A command of several calls that Gatehouse continues when the tab is closed or the console stops: a read, and the plan
   * for its answer, or a sentence why there is none. It has no Atlas operation of its own. Its output is `guidedStarted`,
   * and its `slot` allows only one at a time.
   */
  guided?: {
    read(input: z.output<I>): Call
    plan(answer: unknown, input: z.output<I>): Plan | string
  }
}

export type Op = Query | Command

/** Shown in place of a hidden text. */
export const HIDDEN = '(hidden)'

/** One call of a guided command, named for people: `Stop the processor`. Its operation has a readBack. */
export type Step = {
  summary: string
  call: Call
  /** Once it is done, `putBack` can't restore the former state, so a later refusal halts. */
  irreversible?: true
}

/** The calls of a guided command in order. Each waits for the one before. */
export type Plan = {
  /** Each step is done when its readBack says so. */
  steps: readonly Step[]
  /** Sent when Atlas refuses a later step and no final step is done: restores what ran before. */
  putBack?: Step
}

/**
 * Whether a command can need approval: it can be read back, nothing in its answer is shown only once, since Gatehouse and
 * not the requester gets the answer to an approved call, and its input has no secrets, since a request stores the input.
 */
export const canNeedApproval = (op: Pick<Command, 'readBack' | 'shownOnce' | 'secrets'>): boolean =>
  op.readBack !== undefined && op.shownOnce === undefined && op.secrets === undefined

/** Describes a read. */
export const query = <I extends Shape, O extends z.ZodType>(
  op: Omit<Query<I, O>, 'kind'>,
): Query<I, O> => ({ kind: 'query', ...op })

/** Describes a change. Without `output`, its answer is not read. */
export function command<I extends Shape, O extends z.ZodType>(
  op: Omit<Command<I, O>, 'kind'>,
): Command<I, O>
export function command<I extends Shape>(
  op: Omit<Command<I, z.ZodUnknown>, 'kind' | 'output'>,
): Command<I, z.ZodUnknown>
export function command(op: Omit<Command, 'kind' | 'output'> & { output?: z.ZodType }): Command {
  return { kind: 'command', output: z.unknown(), ...op }
}

/** A call that restores a value, or undefined when the value does not fit the operation's input. */
export const callIfFits = (id: string, input: z.ZodType, value: unknown): Call | undefined =>
  input.safeParse(value).success ? { id, input: value } : undefined

/** The scope of an input: from the description, or from field names as in Atlas's paths. */
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
