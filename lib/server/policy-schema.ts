import { z } from 'zod'
import { whyNotPattern } from '@/lib/approvals/ticket-pattern'
import { canNeedApproval } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'

/** Every level of access that an operation can give. */
const levels = [...ops.values()].flatMap((op) =>
  op.kind === 'command' ? Object.keys(op.access?.levels ?? {}) : [],
)

const minutes = z.int().min(1)

/** A regular expression that must match a whole ticket. */
const pattern = z.string().superRefine((text, context) => {
  const message = whyNotPattern(text)
  if (message) context.addIssue({ code: 'custom', message })
})

const rule = z
  .strictObject({
    name: z.string().min(1),
    /** All given keys must match. The first matching rule applies. */
    match: z
      .strictObject({
        op: z.string().optional(),
        org: z.string().optional(),
        project: z.string().optional(),
        environment: z.enum(['production', 'other']).optional(),
        grantType: z.enum(levels).optional(),
      })
      .default({}),
    minMinutes: minutes.default(15),
    maxMinutes: minutes.max(60 * 24 * 7).default(24 * 60),
    defaultMinutes: minutes.default(4 * 60),
    /** How long approvers have to decide. */
    decideByMinutes: minutes.default(24 * 60),
    /** How long after the approval the call can be sent. */
    executeByMinutes: minutes.default(30),
    ticketPattern: pattern.nullable().default(null),
    ticketHint: z.string().nullable().default(null),
    /** `{ticket}` is replaced by the percent-encoded ticket. */
    ticketUrl: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    /** An approver must have signed in within this many seconds. Null: not required. */
    stepUpSeconds: z.int().min(30).nullable().default(null),
  })
  .refine((r) => r.minMinutes <= r.maxMinutes, {
    path: ['minMinutes'],
    message: 'minMinutes is more than maxMinutes',
  })
  .refine((r) => r.match.op === undefined || askable(r.match.op), {
    path: ['match', 'op'],
    message: 'there is no such command',
  })
export type Rule = z.output<typeof rule>

const askable = (id: string) => {
  const op = ops.get(id)
  return op?.kind === 'command' && op.atlas !== undefined
}

export const policySchema = z.strictObject({
  rules: z.array(rule).min(1, 'write at least one rule: requests that match no rule are refused'),
  /** Raises the friction of operations, and never lowers it. */
  friction: z
    .record(z.string(), z.enum(['confirm', 'approval']))
    .superRefine((levels, context) => {
      for (const [id, level] of Object.entries(levels)) {
        const op = ops.get(id)
        if (op?.kind === 'command' && op.guided)
          context.addIssue({
            code: 'custom',
            path: [id],
            message: 'has several steps: raise those instead',
          })
        else if (op?.kind !== 'command' || !op.atlas)
          context.addIssue({ code: 'custom', path: [id], message: 'there is no such command' })
        else if (level === 'approval' && !canNeedApproval(op))
          context.addIssue({
            code: 'custom',
            path: [id],
            message:
              'can’t need approval: Gatehouse can’t check its result, or its input or answer contains a secret',
          })
      }
    })
    .default({}),
})
export type Policy = z.output<typeof policySchema>
