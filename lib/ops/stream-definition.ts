import { z } from 'zod'
import { printJson, readJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import { sameValue } from '@/lib/format/same-value'
import { list } from '@/lib/format/words'
import { command } from './define'
import { oneUp } from './friction'
import { projectId } from './shapes'
import { checkpointLosses, isIdentical } from './stream-pipeline'
import {
  found,
  invalidates,
  isGone,
  moving,
  one,
  processorTarget,
  read,
  target,
  turn,
  whyNotModify,
} from './stream-processors'
import {
  deadLetters,
  dlqOf,
  newDeadLetters,
  newProcessorName,
  type Processor,
  pipelineJson,
  pipelineText,
  processor,
  streamTier,
  tenantName,
} from './stream-shapes'

export const changes = z.strictObject({
  name: newProcessorName.optional(),
  pipeline: pipelineText.optional(),
  options: z
    .strictObject({
      dlq: newDeadLetters.optional(),
      resumeFromCheckpoint: z.boolean().optional(),
    })
    .optional(),
  tier: streamTier.optional(),
  failoverEnabled: z.boolean().optional(),
})
export type ProcessorChanges = z.output<typeof changes>

/** The parts of a processor that a form can change. */
export const definition = z.strictObject({
  name: z.string(),
  pipeline: pipelineJson,
  dlq: deadLetters.nullable(),
  tier: z.string().nullable(),
  failoverEnabled: z.boolean(),
})
export type Definition = z.output<typeof definition>

/** The parts of a processor's definition that two people could overwrite for each other. */
export const definitionOf = (p: Processor): Definition => ({
  name: p.name,
  pipeline: printJson(p.pipeline ?? []),
  dlq: dlqOf(p) ?? null,
  tier: p.tier ?? null,
  failoverEnabled: p.failoverEnabled ?? false,
})

export const parts = {
  name: 'the name',
  pipeline: 'the pipeline',
  dlq: 'the dead-letter queue',
  tier: 'the tier',
  failoverEnabled: 'failover',
} as const satisfies Record<keyof Definition, string>

/** The definition that a form starts from. */
export const openedDefinition = {
  read,
  now: (answer: unknown) => {
    const p = found(answer)
    return p && definitionOf(p)
  },
}

/** A message if a processor changed since a form was opened. */
export function changedElsewhere(p: Processor, opened: Definition | undefined): string | undefined {
  const now = definitionOf(p)
  const other = definition
    .keyof()
    .options.filter((key) =>
      opened && key === 'pipeline'
        ? !isIdentical(readJson(opened.pipeline), readJson(now.pipeline))
        : opened && !sameJson(opened[key], now[key]),
    )
  return other.length > 0
    ? `${p.name} was changed by someone else after you opened this form: ${list(other.map((key) => parts[key]))}. Review the changes before you continue.`
    : undefined
}

/** Why Atlas would refuse a change that resumes from the checkpoint; undefined when it may accept it. */
export function whyNotResume(
  { state, pipeline }: Pick<Processor, 'state' | 'pipeline'>,
  sent: ProcessorChanges,
): string | undefined {
  // A processor that never ran has no checkpoint to lose.
  if (
    sent.pipeline === undefined ||
    sent.options?.resumeFromCheckpoint === false ||
    state === 'CREATED'
  )
    return undefined
  const loss = checkpointLosses(pipeline, readJson(sent.pipeline)).find((l) => l.isRefused)
  return loss && `${loss.sentence} Atlas accepts this change only if you drop the checkpoint.`
}

/** Whether a processor is as a change wants it; `same` compares pipelines. */
export function isAsChanged(
  p: Processor | undefined,
  { name, pipeline, options, tier, failoverEnabled }: ProcessorChanges,
  same: (a: unknown, b: unknown) => boolean = isIdentical,
): boolean {
  if (!p) return false
  const dlq = options?.dlq
  return (
    (name === undefined || p.name === name) &&
    (pipeline === undefined || same(p.pipeline, readJson(pipeline))) &&
    (dlq === undefined || sameJson(dlqOf(p) ?? {}, dlq)) &&
    (tier === undefined || p.tier === tier) &&
    (failoverEnabled === undefined || (p.failoverEnabled ?? false) === failoverEnabled)
  )
}

export const CHECKPOINT_DROPPED =
  'This permanently drops its checkpoint and the data in its windows.'

/** The body of a change, with the pipeline as the array that Atlas expects. */
const changesBody = ({ pipeline, ...rest }: ProcessorChanges) => ({
  ...rest,
  ...(pipeline === undefined ? {} : { pipeline: readJson(pipeline) }),
})

export const modifyProcessor = command({
  id: 'streams.modifyProcessor',
  title: 'Modify a stopped stream processor',
  atlas: { op: 'updateGroupStreamProcessor', version: '2024-05-30' },
  roles: ['operator'],
  input: one
    .extend({ ...changes.shape, opened: definition.optional() })
    .refine((i) => changes.keyof().options.some((key) => i[key] !== undefined), {
      path: ['form'],
      error: 'There are no changes yet.',
    }),
  output: processor,
  verbs: {
    do: 'Save changes',
    doing: 'Saving…',
    done: (i) => `${i.processorName} changed`,
  },
  summary: (i) =>
    `Modify the stream processor ${i.processorName}${i.name && i.name !== i.processorName ? ` and rename it to ${i.name}` : ''}`,
  target,
  body: ({ groupId: _, tenantName: __, processorName: ___, opened: ____, ...sent }) =>
    changesBody(sent),
  friction: (i, environment) =>
    oneUp(
      i.options?.resumeFromCheckpoint === false
        ? { level: 'confirm', because: CHECKPOINT_DROPPED }
        : { level: 'none' },
      environment,
      i.processorName,
    ),
  invalidates,
  concurrencyKey: turn,
  opened: openedDefinition,
  precondition: {
    read,
    whyNot: (answer, i) => {
      const p = found(answer)
      return p
        ? (whyNotModify(p.state) ?? changedElsewhere(p, i.opened) ?? whyNotResume(p, i))
        : isGone(i)
    },
  },
  readBack: {
    // A renamed processor is found under its new name only.
    read: (i) => read({ ...i, processorName: i.name ?? i.processorName }),
    // Before the call, the order of fields matters, as in $sort. Afterwards, Atlas may have reordered fields and
    // rewritten numbers.
    verdict: (answer, i, _, sentAt) =>
      isAsChanged(found(answer), i, sentAt ? sameValue : isIdentical) ? 'done' : 'absent',
  },
})

export const createProcessor = command({
  id: 'streams.createProcessor',
  title: 'Create a stream processor',
  atlas: { op: 'createGroupStreamProcessor', version: '2024-05-30' },
  roles: ['operator'],
  input: z.strictObject({
    groupId: projectId,
    tenantName,
    name: newProcessorName,
    pipeline: pipelineText,
    options: z.strictObject({ dlq: newDeadLetters.optional() }).optional(),
    tier: streamTier.optional(),
    failoverEnabled: z.boolean().optional(),
  }),
  verbs: { do: 'Create processor', doing: 'Creating…', done: (i) => `${i.name} created` },
  summary: (i) => `Create the stream processor ${i.name} in ${i.tenantName}`,
  target: (i) => processorTarget(i, i.name),
  body: ({ groupId: _, tenantName: __, ...sent }) => changesBody(sent),
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.name),
  invalidates,
  concurrencyKey: (i) => turn({ ...i, processorName: i.name }),
  precondition: {
    read: (i) => read({ ...i, processorName: i.name }),
    whyNot: (answer, i) =>
      answer === undefined
        ? undefined
        : `The workspace ${i.tenantName} already has a processor named ${i.name}. Choose another name.`,
  },
  readBack: {
    read: (i) => read({ ...i, processorName: i.name }),
    verdict: (answer) => {
      const p = found(answer)
      if (!p || moving.includes(p.state ?? '')) return 'absent'
      return p.state === 'FAILED' ? 'other' : 'done'
    },
  },
})
