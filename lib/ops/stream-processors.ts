import { z } from 'zod'
import { inUtc } from '@/lib/format/time'
import { command, query, type Verdict } from './define'
import { oneUp } from './friction'
import { page, projectId } from './shapes'
import {
  NAMELESS,
  type Processor,
  processor,
  processorName,
  streamTier,
  tenantName,
} from './stream-shapes'
import { line } from './text'

export const one = z.strictObject({ groupId: projectId, tenantName, processorName })
export type One = z.output<typeof one>

export const processorTarget = (i: Pick<One, 'groupId' | 'tenantName'>, name: string) =>
  `project ${i.groupId} / streams / ${i.tenantName} / processor ${name}`

export const target = (i: One) => processorTarget(i, i.processorName)

/** Commands for one processor run one at a time, across replicas. */
export const turn = (i: One) => `stream:${i.groupId}/${i.tenantName}/${i.processorName}`

export const invalidates = ['streams.processors', 'streams.processor']

export const read = ({ groupId, tenantName, processorName }: One) => ({
  id: 'streams.processor',
  input: { groupId, tenantName, processorName },
})

export const found = (answer: unknown): Processor | undefined => processor.safeParse(answer).data

/** States that change on their own. */
export const moving = ['INIT', 'CREATING']

export const listProcessors = query({
  id: 'streams.processors',
  title: 'List stream processors',
  atlas: { op: 'getGroupStreamProcessors', version: '2024-05-30' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, tenantName }),
  output: page(processor),
  allPages: true,
  maxAgeSeconds: 2,
  refetchInterval: (data) =>
    data.results.some((p) => moving.includes(p.state ?? ''))
      ? 2_000
      : data.results.some((p) => p.state === 'STARTED')
        ? 5_000
        : 15_000,
})

export const getProcessor = query({
  id: 'streams.processor',
  title: 'Read a stream processor',
  atlas: { op: 'getGroupStreamProcessor', version: '2024-05-30' },
  roles: ['viewer'],
  input: one,
  // Without an id and a name it is not a processor, and is shown raw.
  output: processor.refine((p) => Boolean(p._id) || p.name !== NAMELESS),
  maxAgeSeconds: 1,
  refetchInterval: (p) => (moving.includes(p.state ?? '') || p.state === 'STARTED' ? 3_000 : 6_000),
})

export const isGone = (i: One) =>
  `The workspace ${i.tenantName} has no processor ${i.processorName}.`

/** Atlas uses one code with status 400 for everything, even when the input is valid. */
const refusals = {
  STREAM_PROCESSOR_GENERIC_ERROR: {
    kind: 'conflict',
    message: 'Atlas can’t start or stop this processor now. Its reason is below.',
  },
} as const

/** Why a processor in a state can't be stopped; undefined when it can. */
export const whyNotStop = (state: string | null | undefined): string | undefined =>
  state === 'STARTED'
    ? undefined
    : `Only a STARTED processor can be stopped. This one is ${state ?? 'in an unknown state'}.`

/** Why a processor in a state can't be started; undefined when it can, and for unknown states. */
export function whyNotStart(state: string | null | undefined): string | undefined {
  if (state === 'STARTED') return 'It is already running.'
  if (state === 'STARTING') return 'It is already starting.'
  if (state === 'DROPPED') return 'It was dropped and can no longer be started.'
  if (moving.includes(state ?? ''))
    return `It is ${state}. Wait until it is CREATED, then start it.`
  return undefined
}

/** Why a processor in a state can't be modified; undefined when it can, and for unknown states. */
export function whyNotModify(state: string | null | undefined): string | undefined {
  if (state === 'STARTED')
    return 'It is running, and Atlas can’t change a running processor. Stop it first, or use Edit, which stops, changes and restarts it.'
  if (state === 'DROPPED') return 'It was dropped and can no longer be changed.'
  if (moving.includes(state ?? '')) return `It is ${state}. Wait until it is CREATED.`
  return undefined
}

/** How long Atlas's clients wait for a processor to start or stop. */
const showsWithinMs = 180_000

/** For this many seconds after a start, FAILED may still be the old failure. */
const OLD_FAILURE_SECONDS = 45

function startVerdict(answer: unknown, sentAt: Date | undefined): Verdict {
  const state = found(answer)?.state
  if (state === 'STARTED') return 'done'
  if (answer === undefined || state === 'DROPPED') return 'other'
  const since = sentAt ? (Date.now() - sentAt.getTime()) / 1000 : 0
  return state === 'FAILED' && since > OLD_FAILURE_SECONDS ? 'other' : 'absent'
}

const startFirst = {
  read,
  whyNot: (answer: unknown, i: One) =>
    answer === undefined ? isGone(i) : whyNotStart(found(answer)?.state),
  optional: true,
} as const

/** What both commands that start a processor have in common. */
const starts = {
  invalidates,
  refusals,
  concurrencyKey: turn,
  precondition: startFirst,
  readBack: {
    read,
    showsWithinMs,
    verdict: (answer: unknown, _: One, __: unknown, sentAt?: Date) => startVerdict(answer, sentAt),
  },
}

export const startProcessor = command({
  id: 'streams.startProcessor',
  title: 'Start a stream processor',
  atlas: { op: 'startGroupStreamProcessor', version: '2024-05-30' },
  roles: ['operator'],
  input: one,
  verbs: {
    do: 'Start processor',
    doing: 'Starting…',
    done: (i) => `Starting ${i.processorName}`,
  },
  summary: (i) => `Start the stream processor ${i.processorName}`,
  target,
  body: () => undefined,
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.processorName),
  undo: (i) => ({ id: 'streams.stopProcessor', input: i }),
  ...starts,
})

export const startProcessorWith = command({
  id: 'streams.startProcessorWith',
  title: 'Start a stream processor with options',
  atlas: { op: 'startGroupStreamProcessorWith', version: '2025-03-12' },
  roles: ['operator'],
  input: one
    .extend({
      tier: streamTier.optional(),
      resumeFromCheckpoint: z.boolean().optional(),
      startAtOperationTime: z.iso
        .datetime({ offset: true, error: 'Choose a date and time' })
        .refine((at) => Date.parse(at) <= Date.now(), 'This time is in the future')
        .optional(),
      failover: z
        .strictObject({
          region: line().min(1, 'Choose the region to fail over to').max(100),
          mode: z.enum(['GRACEFUL', 'FORCED']).optional(),
          clearCheckpoint: z.boolean().optional(),
          dryRun: z.boolean().optional(),
        })
        .optional(),
    })
    .refine((i) => !(i.startAtOperationTime && i.resumeFromCheckpoint), {
      path: ['startAtOperationTime'],
      error: 'Choose either its checkpoint or a start time',
    }),
  verbs: {
    do: 'Start processor',
    doing: 'Starting…',
    done: (i) => `Starting ${i.processorName}`,
  },
  summary: (i) =>
    [
      `Start the stream processor ${i.processorName}`,
      i.tier && `on tier ${i.tier}`,
      i.resumeFromCheckpoint === false && 'without its checkpoint',
      i.startAtOperationTime && `from ${inUtc(i.startAtOperationTime)}`,
      i.failover &&
        `${i.failover.dryRun ? 'as a dry run of a failover' : 'with a failover'} to ${i.failover.region}`,
    ]
      .filter(Boolean)
      .join(' '),
  target,
  friction: (i, environment) =>
    oneUp(
      i.resumeFromCheckpoint === false || i.startAtOperationTime || i.failover?.clearCheckpoint
        ? {
            level: 'confirm',
            because: 'This permanently drops its checkpoint and the data in its windows.',
          }
        : i.failover && !i.failover.dryRun
          ? { level: 'confirm', because: `It will run in ${i.failover.region}.` }
          : { level: 'none' },
      environment,
      i.processorName,
    ),
  ...starts,
})

export const stopProcessor = command({
  id: 'streams.stopProcessor',
  title: 'Stop a stream processor',
  atlas: { op: 'stopGroupStreamProcessor', version: '2024-05-30' },
  roles: ['operator'],
  input: one,
  verbs: {
    do: 'Stop processor',
    doing: 'Stopping…',
    done: (i) => `Stopping ${i.processorName}`,
  },
  summary: (i) => `Stop the stream processor ${i.processorName}`,
  target,
  body: () => undefined,
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.processorName),
  undo: (i) => ({ id: 'streams.startProcessor', input: i }),
  invalidates,
  refusals,
  concurrencyKey: turn,
  precondition: {
    read,
    whyNot: (answer, i) => (answer === undefined ? isGone(i) : whyNotStop(found(answer)?.state)),
    optional: true,
  },
  readBack: {
    read,
    showsWithinMs,
    verdict: (answer) => {
      const state = found(answer)?.state
      if (state === 'STOPPED') return 'done'
      // It stays STARTED until it has stopped: Atlas has no state in between.
      return answer === undefined || state === 'FAILED' || state === 'DROPPED' ? 'other' : 'absent'
    },
  },
})

export const deleteProcessor = command({
  id: 'streams.deleteProcessor',
  title: 'Delete a stream processor',
  atlas: { op: 'deleteGroupStreamProcessor', version: '2024-05-30' },
  roles: ['operator'],
  input: one,
  verbs: {
    do: 'Delete processor',
    doing: 'Deleting…',
    done: (i) => `${i.processorName} deleted`,
  },
  summary: (i) => `Delete the stream processor ${i.processorName} and drop its checkpoint`,
  target,
  friction: (i) => ({
    level: 'type',
    phrase: i.processorName,
    because:
      'This deletes its pipeline, checkpoint and statistics. A new processor can’t resume from its position.',
  }),
  invalidates,
  concurrencyKey: turn,
  readBack: {
    read,
    verdict: (answer) =>
      answer === undefined || found(answer)?.state === 'DROPPED' ? 'done' : 'absent',
  },
})
