import { z } from 'zod'
import type { PolicyRule } from '@/lib/approvals/policy'
import { timeWindow as shownWindow } from '@/lib/approvals/terms'
import { whyNotPattern } from '@/lib/approvals/ticket-pattern'
import { findCommand } from '@/lib/atlas/find-op'
import { canNeedApproval } from '@/lib/ops/define'
import { frictionLevels } from '@/lib/ops/friction'
import { endsAccess, ops } from '@/lib/ops/registry'
import { orgId, projectId } from '@/lib/ops/shapes'

/** Every level of access that an operation can give. */
const levels = [...ops.values()].flatMap((op) =>
  op.kind === 'command' ? Object.keys(op.access?.levels ?? {}) : [],
)

const minutes = z.int().min(1)
const group = z.string().min(1)
const groups = z.array(group)

/** A value or a list of values. */
const oneOrMore = <T extends z.ZodType>(value: T) =>
  z.preprocess(
    (given) => (Array.isArray(given) ? given : [given]),
    z.array(value).min(1, 'write at least one'),
  )

/** A regular expression that must match a whole ticket. */
const pattern = z.string().superRefine((text, context) => {
  const message = whyNotPattern(text)
  if (message) context.addIssue({ code: 'custom', message })
})

const NO_COMMAND = 'Gatehouse has no command with this name'
const isAskable = (id: string) => {
  const op = findCommand(id)
  return op !== undefined && (op.atlas !== undefined || op.guided !== undefined)
}

/** Why the policy can't raise a command. Undefined: it can. */
function whyNotRaised(id: string, level: 'confirm' | 'approval'): string | undefined {
  const op = findCommand(id)
  if (op?.guided) return 'has several steps: list those steps instead'
  if (endsAccess(id))
    return 'takes access away, so it never waits for a confirmation or an approval'
  return op && level === 'approval' && !canNeedApproval(op)
    ? 'can’t need approval: Gatehouse can’t check its result, or its input or answer contains a secret'
    : undefined
}

const scalar = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  'write a value, a list of values, or {atLeast, atMost}',
)
const inputMatch = z.union([
  z
    .strictObject({ atLeast: z.number().optional(), atMost: z.number().optional() })
    .refine(({ atLeast = -Infinity, atMost = Infinity }) => atLeast <= atMost, {
      path: ['atLeast'],
      message: 'atLeast is more than atMost',
    }),
  oneOrMore(scalar),
])

/** All given keys must match. A list matches if one of its elements does. */
const match = z.strictObject({
  op: oneOrMore(
    z.string().refine((id) => isAskable(id) && !findCommand(id)?.guided, NO_COMMAND),
  ).optional(),
  org: oneOrMore(orgId).optional(),
  project: oneOrMore(projectId).optional(),
  tag: oneOrMore(z.string().regex(/^[^=]+=[^=]+$/, 'write a tag as key=value')).optional(),
  environment: z.enum(['production', 'other']).optional(),
  grantType: oneOrMore(z.enum(levels)).optional(),
  /** By path, such as `entries.address`. Arrays on the path match if one element does. */
  input: z.record(z.string().min(1), inputMatch).optional(),
  /** Groups of the requester. */
  requester: oneOrMore(group).optional(),
})

const timeZone = z.string().refine(isTimeZone, 'write a time zone such as Europe/Berlin')
const hour = /^(?:[01]\d|2[0-3]):[0-5]\d$/
const timeWindow = z
  .strictObject({
    timeZone,
    days: shownWindow.shape.days.min(1, 'write at least one day'),
    from: z.string().regex(hour, 'write a time as HH:MM'),
    to: z.union([z.string().regex(hour), z.literal('24:00')], 'write a time as HH:MM'),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'the window never opens: it ends when it starts',
  })

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const rule = z
  .strictObject({
    name: z.string().min(1),
    match: match.default({}),
    minMinutes: minutes.optional(),
    maxMinutes: minutes.max(60 * 24 * 7).optional(),
    defaultMinutes: minutes.optional(),
    /** How long approvers have to decide. */
    decideByMinutes: minutes.optional(),
    /** How long after the approval the call can be sent. */
    executeByMinutes: minutes.optional(),
    ticketPattern: pattern.nullish(),
    ticketHint: z.string().nullish(),
    /** `{ticket}` is replaced by the percent-encoded ticket. */
    ticketUrl: z.url({ protocol: /^https?$/ }).nullish(),
    /** An approver must have signed in within this many seconds. */
    stepUpSeconds: z.int().min(30).nullish(),
    /** The `acr` of that sign-in must be one of these. */
    stepUpAcr: oneOrMore(z.string().min(1)).optional(),
    /** In order. Without groups: anyone with the approver role. */
    steps: z
      .array(
        z.strictObject({ groups: groups.default([]), count: z.int().min(1).max(20).default(1) }),
      )
      .min(1, 'write at least one step, or automatic: true')
      .optional(),
    /** Groups whose members can file the request. */
    requesters: groups.min(1, 'name at least one group').optional(),
    /** When the call can be sent. */
    window: timeWindow.optional(),
    /** The policy approves it, without a person. */
    automatic: z.boolean().optional(),
    /** Whom to notify at 50 % and at 80 % of the time to decide. */
    escalate: z
      .array(z.strictObject({ groups: groups.min(1, 'name at least one group') }))
      .min(1, 'write at least one')
      .max(2, 'write at most two: for 50% and for 80% of the time to decide')
      .optional(),
    /** Raises every command that matches, and never lowers it. */
    friction: z.enum(['confirm', 'approval']).optional(),
    /** False: not available, whatever other rules say. */
    breakGlass: z
      .union([
        z.literal(false),
        z
          .strictObject({
            groups: groups.default([]),
            maxMinutes: minutes.max(60 * 24).default(60),
            /** How long approvers have for the review. Without it: one business day. */
            reviewMinutes: minutes.max(60 * 24 * 7).optional(),
            /** Of the business day. */
            timeZone: timeZone.optional(),
          })
          .refine((b) => !(b.reviewMinutes && b.timeZone), {
            path: ['timeZone'],
            message: 'only applies without reviewMinutes: remove one of the two',
          })
          .transform((b) => ({ ...b, timeZone: b.timeZone ?? 'UTC' })),
      ])
      .optional(),
  })
  .refine((r) => (r.minMinutes ?? 0) <= (r.maxMinutes ?? Infinity), {
    path: ['minMinutes'],
    message: 'minMinutes is more than maxMinutes',
  })
  .refine((r) => !(r.automatic && r.steps), {
    path: ['automatic'],
    message: 'a request that is approved automatically has no steps: remove one of the two',
  })
  .superRefine(({ match: { op = [] }, friction, steps }, context) => {
    const level = steps ? 'approval' : friction
    for (const [i, id] of op.entries()) {
      const message = level && whyNotRaised(id, level)
      if (message)
        context.addIssue({ code: 'custom', path: ['match', 'op', i], message: `${id} ${message}` })
    }
  }) satisfies z.ZodType<PolicyRule>

export const policySchema = z.strictObject({
  /** All rules that match apply: the strictest of what they say, term by term. */
  rules: z
    .array(rule)
    .min(1, 'write at least one rule: requests that match no rule are refused')
    .superRefine((rules, context) => {
      for (const [i, { name }] of rules.entries())
        if (rules.findIndex((one) => one.name === name) < i)
          context.addIssue({ code: 'custom', path: [i, 'name'], message: 'two rules have it' })
    }),
  /** Raises the friction of operations, and never lowers it. */
  friction: z
    .record(z.string(), z.enum(['confirm', 'approval']))
    .superRefine((levels, context) => {
      for (const [id, level] of Object.entries(levels)) {
        const message = isAskable(id) ? whyNotRaised(id, level) : NO_COMMAND
        if (message) context.addIssue({ code: 'custom', path: [id], message })
      }
    })
    .default({}),
  /** The friction of changes that Gatehouse has no description of. Rules can raise it. */
  derived: z.strictObject({ changes: z.enum(frictionLevels) }).default({ changes: 'approval' }),
})
export type Policy = z.output<typeof policySchema>
