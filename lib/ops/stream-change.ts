import { z } from 'zod'
import { count, list } from '@/lib/format/words'
import { command, type Step } from './define'
import { oneUp } from './friction'
import { guidedStarted } from './guided'
import { projectId } from './shapes'
import { checkpointLosses, isIdentical, saysTheSame } from './stream-pipeline'
import { changes, isAsChanged, type ProcessorChanges, processorTarget } from './stream-processors'
import { dlqOf, type Processor, processor, processorName, tenantName } from './stream-shapes'

/** What of a processor a form can change, as it stood when the form was opened. */
const definition = z.object({
  name: z.string(),
  pipeline: z.array(z.unknown()).nullish(),
  options: z.unknown(),
  tier: z.string().nullish(),
  failoverEnabled: z.boolean().nullish(),
})

/** A processor's definition alone: what two people could overwrite of each other. */
export const definitionOf = (p: Processor) => ({
  name: p.name,
  pipeline: p.pipeline ?? [],
  dlq: dlqOf(p) ?? null,
  tier: p.tier ?? null,
  failoverEnabled: p.failoverEnabled ?? false,
})

/** Names of what differs between two definitions: `the pipeline`. */
export function differsIn(a: Processor, b: Processor): string[] {
  const [was, is] = [definitionOf(a), definitionOf(b)]
  return [
    ...(was.name === is.name ? [] : ['the name']),
    ...(saysTheSame(was.pipeline, is.pipeline) ? [] : ['the pipeline']),
    ...(saysTheSame(was.dlq, is.dlq) ? [] : ['the dead-letter queue']),
    ...(was.tier === is.tier ? [] : ['the tier']),
    ...(was.failoverEnabled === is.failoverEnabled ? [] : ['failover']),
  ]
}

const rows = z.looseObject({ results: z.array(processor) })

/** The parts of a change in words: `its pipeline`. */
function partsOf(sent: ProcessorChanges): string[] {
  return [
    ...(sent.name === undefined ? [] : [`its name to ${sent.name}`]),
    ...(sent.pipeline === undefined ? [] : ['its pipeline']),
    ...(sent.options?.dlq === undefined ? [] : ['its dead-letter queue']),
    ...(sent.tier === undefined ? [] : [`its tier to ${sent.tier}`]),
    ...(sent.failoverEnabled === undefined ? [] : ['its failover']),
  ]
}

/** What a change would do to the checkpoint: refused for certain by Atlas, or said to be by its documentation. */
export function whyNotResume(p: Processor, sent: ProcessorChanges): string | undefined {
  if (sent.pipeline === undefined || sent.options?.resumeFromCheckpoint === false) return undefined
  // What never ran has no checkpoint to lose.
  if (p.state === 'CREATED') return undefined
  const refused = checkpointLosses(p.pipeline ?? [], JSON.parse(sent.pipeline)).find(
    (l) => l.isRefused,
  )
  return (
    refused &&
    `${refused.says} Atlas refuses this change as long as the processor is to go on from its checkpoint: choose to drop the checkpoint.`
  )
}

export const changeProcessor = command({
  id: 'streams.changeProcessor',
  title: 'Change a stream processor',
  needs: ['operator'],
  input: z
    .strictObject({
      groupId: projectId,
      tenantName,
      processorName,
      ...changes.shape,
      /** Start it after the change, also when it did not run before. */
      thenStart: z.boolean().optional(),
      opened: definition.optional(),
    })
    .refine((i) => partsOf(i).length > 0, {
      path: ['form'],
      error: 'Nothing is changed yet.',
    }),
  output: guidedStarted,
  says: (i) => `Change the stream processor ${i.processorName}: ${list(partsOf(i))}`,
  target: (i) => processorTarget(i, i.processorName),
  slot: (i) => `stream:${i.groupId}/${i.tenantName}/${i.processorName}`,
  friction: (i, environment) =>
    i.options?.resumeFromCheckpoint === false
      ? oneUp(
          {
            level: 'confirm',
            because:
              'Its checkpoint and what its windows have gathered are dropped for good. While it is stopped nothing is processed.',
          },
          environment,
          i.processorName,
        )
      : {
          level: 'confirm',
          because:
            'A processor that runs is stopped, changed and started again: nothing is processed in between, and it goes on where it was.',
        },
  stales: ['streams.processors', 'streams.processor', 'guided.list'],
  guided: {
    // All of them: whether a new name is free is known before anything is stopped.
    read: ({ groupId, tenantName }) => ({
      id: 'streams.processors',
      input: { groupId, tenantName },
    }),
    plan: (answer, i) => {
      const { groupId, tenantName, processorName, thenStart, opened, ...sent } = i
      const all = rows.safeParse(answer).data?.results ?? []
      const p = all.find((row) => row.name === processorName)
      if (!p)
        return `There is no processor ${processorName} in the workspace ${tenantName} (any more).`
      const whyNot = whyNotChange(p, sent, opened, all)
      if (whyNot) return whyNot
      const place = { groupId, tenantName }
      const runs = p.state === 'STARTED'
      const step = (says: string, id: string, input: object): Step => ({
        says,
        call: { id: `streams.${id}`, input: { ...place, ...input } },
      })
      const start = (name: string) =>
        step(`Start ${name}`, 'startProcessor', { processorName: name })
      return {
        steps: [
          ...(runs
            ? [
                step(`Stop ${processorName} and wait until it is STOPPED`, 'stopProcessor', {
                  processorName,
                }),
              ]
            : []),
          step(
            `Change ${count(partsOf(sent).length, 'part')}: ${list(partsOf(sent))}`,
            'modifyProcessor',
            { processorName, ...sent },
          ),
          ...(runs || thenStart ? [start(sent.name ?? processorName)] : []),
        ],
        ...(runs
          ? { putBack: { ...start(processorName), says: `Start ${processorName} again as it was` } }
          : {}),
      }
    },
  },
})

/** A sentence why a change is not begun: what is known before anything is stopped. */
function whyNotChange(
  p: Processor,
  sent: ProcessorChanges,
  opened: z.output<typeof definition> | undefined,
  all: readonly Processor[],
): string | undefined {
  const { name, state } = p
  if (state === 'INIT' || state === 'CREATING')
    return `${name} is ${state}: wait until it is CREATED.`
  if (state === 'DROPPED') return `${name} is dropped: it cannot be changed any more.`
  const before = opened && processor.safeParse(opened).data
  const elsewhere = before ? differsIn(before, p) : []
  if (elsewhere.length > 0)
    return `${name} was changed elsewhere since this form was opened: ${list(elsewhere)}. Look at the difference, then go on from what stands there now.`
  if (sent.name !== undefined && sent.name !== name && all.some((row) => row.name === sent.name))
    return `A processor called ${sent.name} exists in this workspace. Choose another name.`
  if (isAsChanged(p, sent, isIdentical))
    return 'The processor is like this already: there is nothing to change.'
  return whyNotResume(p, sent)
}
