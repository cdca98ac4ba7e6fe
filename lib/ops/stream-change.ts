import { z } from 'zod'
import { list } from '@/lib/format/words'
import { command, type Step } from './define'
import { oneUp } from './friction'
import { guidedStarted } from './guided'
import { projectId } from './shapes'
import {
  CHECKPOINT_DROPPED,
  changedElsewhere,
  changes,
  type Definition,
  definition,
  isAsChanged,
  type ProcessorChanges,
  parts,
  whyNotResume,
} from './stream-definition'
import { moving, processorTarget } from './stream-processors'
import { type Processor, processor, processorName, tenantName } from './stream-shapes'

/** In words, what a change sends. */
const partsOf = ({ name, pipeline, options, tier, failoverEnabled }: ProcessorChanges) => [
  ...(name === undefined ? [] : [`the name to ${name}`]),
  ...(pipeline === undefined ? [] : [parts.pipeline]),
  ...(options?.dlq === undefined ? [] : [parts.dlq]),
  ...(tier === undefined ? [] : [`the tier to ${tier}`]),
  ...(failoverEnabled === undefined
    ? []
    : [`failover to ${failoverEnabled ? 'possible' : 'not possible'}`]),
]

/** A sentence why a change is not begun: what is known before anything is stopped. */
function whyNotChange(
  p: Processor,
  sent: ProcessorChanges,
  opened: Definition | undefined,
  all: readonly Processor[],
): string | undefined {
  const { name, state } = p
  if (moving.includes(state ?? '')) return `${name} is ${state}: wait until it is CREATED.`
  if (state === 'DROPPED') return `${name} is dropped: it cannot be changed any more.`
  const elsewhere = changedElsewhere(p, opened)
  if (elsewhere) return elsewhere
  if (sent.name !== undefined && sent.name !== name && all.some((row) => row.name === sent.name))
    return `A processor called ${sent.name} exists in this workspace. Choose another name.`
  if (isAsChanged(p, sent)) return 'The processor is like this already: there is nothing to change.'
  return whyNotResume(p, sent)
}

const rows = z.looseObject({ results: z.array(processor) })

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
      /** Start it after the change although it did not run before. */
      thenStart: z.boolean().optional(),
      opened: definition.optional(),
    })
    .refine((i) => partsOf(i).length > 0, { path: ['form'], error: 'Nothing is changed yet.' }),
  output: guidedStarted,
  says: (i) => `Change ${list(partsOf(i))} of the stream processor ${i.processorName}`,
  target: (i) => processorTarget(i, i.processorName),
  slot: (i) => `stream:${i.groupId}/${i.tenantName}/${i.processorName}`,
  friction: (i, environment) =>
    i.options?.resumeFromCheckpoint === false
      ? oneUp(
          {
            level: 'confirm',
            because: `${CHECKPOINT_DROPPED} While it is stopped nothing is processed.`,
          },
          environment,
          i.processorName,
        )
      : {
          level: 'confirm',
          because:
            'If it runs it is stopped, changed and started again: nothing is processed in between, and it goes on where it was.',
        },
  stales: ['streams.processors', 'streams.processor', 'guided.list'],
  guided: {
    // All of them: whether a new name is free is known before anything is stopped.
    read: ({ groupId, tenantName }) => ({
      id: 'streams.processors',
      input: { groupId, tenantName },
    }),
    plan: (answer, { groupId, tenantName, processorName, thenStart, opened, ...sent }) => {
      const all = rows.safeParse(answer).data?.results ?? []
      const p = all.find((row) => row.name === processorName)
      if (!p)
        return `There is no processor ${processorName} in the workspace ${tenantName} (any more).`
      const whyNot = whyNotChange(p, sent, opened, all)
      if (whyNot) return whyNot
      const step = (says: string, id: string, name: string, more: object = {}): Step => ({
        says,
        call: {
          id: `streams.${id}`,
          input: { groupId, tenantName, processorName: name, ...more },
        },
      })
      const name = sent.name ?? processorName
      const runs = p.state === 'STARTED'
      return {
        steps: [
          ...(runs
            ? [
                step(
                  `Stop ${processorName} and wait until it is STOPPED`,
                  'stopProcessor',
                  processorName,
                ),
              ]
            : []),
          {
            ...step(`Change ${list(partsOf(sent))}`, 'modifyProcessor', processorName, sent),
            isFinal: true,
          },
          ...(runs || thenStart ? [step(`Start ${name}`, 'startProcessor', name)] : []),
        ],
        ...(runs
          ? {
              putBack: step(
                `Start ${processorName} again as it was`,
                'startProcessor',
                processorName,
              ),
            }
          : {}),
      }
    },
  },
})
