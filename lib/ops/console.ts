import { z } from 'zod'
import { query } from './define'
import { friction } from './friction'
import { lifecycle } from './lifecycle'
import { opId } from './shapes'

/** An exact call to Atlas, without the credential. */
export const exactCall = z.object({
  method: z.string(),
  url: z.string(),
  version: z.string(),
  body: z.string().nullable(),
  /** What the body gets only at execution. */
  note: z.string().nullable(),
  curl: z.string(),
  cli: z.string().nullable(),
  roles: z.array(z.string()),
})

/** What a command would do with this input. */
export const previewOp = query({
  id: 'ops.preview',
  title: 'Preview a command',
  roles: ['viewer'],
  input: z.strictObject({
    op: opId,
    input: z.record(z.string(), z.unknown()),
    /** Right before sending: reads past the cache. */
    fresh: z.boolean().optional(),
  }),
  output: z.object({
    summary: z.string(),
    /** Consequences from Atlas's current state. */
    impact: z.array(z.string()),
    friction,
    whyNot: z.string().nullable(),
    /** What is wrong with which input field, if that is why not. */
    fields: z.record(z.string(), z.string()).optional(),
    /** A text before and after, to review. */
    changes: z
      .object({ label: z.string(), from: z.string(), to: z.string(), covers: z.array(z.string()) })
      .optional(),
    /** The command that reverses it, if that needs approval too. */
    undo: z.object({ op: z.string(), input: z.record(z.string(), z.unknown()) }).optional(),
    /** Absent for Gatehouse's own operations. */
    call: exactCall.nullable(),
    /** The calls of a guided command, in order. */
    steps: z.array(z.object({ summary: z.string(), call: exactCall })).nullable(),
    lifecycle: lifecycle.nullable(),
  }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})
export type Preview = z.output<typeof previewOp.output>

/** Whether Atlas still answers a read that it has removed. The read itself would be a failure on every page. */
export const stillAnswers = query({
  id: 'ops.stillAnswers',
  title: 'Check whether Atlas still answers a removed read',
  roles: ['viewer'],
  input: z.strictObject({ op: opId, input: z.record(z.string(), z.unknown()) }),
  output: z.object({ answers: z.boolean() }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})
