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
  openedDefinition,
  type ProcessorChanges,
  parts,
  whyNotResume,
} from './stream-definition'
import { moving, processorTarget } from './stream-processors'
import { type Processor, processor, processorName, tenantName } from './stream-shapes'

/** The parts that a change sends, in words. */
const partsOf = ({ name, pipeline, options, tier, failoverEnabled }: ProcessorChanges) => [
  ...(name === undefined ? [] : [`the name to ${name}`]),
  ...(pipeline === undefined ? [] : [parts.pipeline]),
  ...(options?.dlq === undefined ? [] : [parts.dlq]),
  ...(tier === undefined ? [] : [`the tier to ${tier}`]),
  ...(failoverEnabled === undefined ? [] : [`failover to ${failoverEnabled ? 'on' : 'off'}`]),
]

/** Why a change can't start, if that is known before anything is stopped. */
function whyNotChange(
  p: Processor,
  sent: ProcessorChanges,
  opened: Definition | undefined,
  all: readonly Processor[],
): string | undefined {
  const { name, state } = p
  if (moving.includes(state ?? '')) return `${name} is ${state}. Wait until it is CREATED.`
  if (state === 'DROPPED') return `${name} was dropped and can no longer be changed.`
  const elsewhere = changedElsewhere(p, opened)
  if (elsewhere) return elsewhere
  if (sent.name !== undefined && sent.name !== name && all.some((row) => row.name === sent.name))
    return `This workspace already has a processor named ${sent.name}. Choose another name.`
  if (isAsChanged(p, sent)) return 'The processor already has these settings.'
  return whyNotResume(p, sent)
}

const rows = z.looseObject({ results: z.array(processor) })

export const changeProcessor = command({
  id: 'streams.changeProcessor',
  title: 'Change a stream processor',
  roles: ['operator'],
  input: z
    .strictObject({
      groupId: projectId,
      tenantName,
      processorName,
      ...changes.shape,
      /** Start it after the change even if it was not running. */
      thenStart: z.boolean().optional(),
      opened: definition.optional(),
    })
    .refine((i) => partsOf(i).length > 0, { path: ['form'], error: 'There are no changes yet.' }),
  output: guidedStarted,
  summary: (i) => `Change ${list(partsOf(i))} of the stream processor ${i.processorName}`,
  target: (i) => processorTarget(i, i.processorName),
  slot: (i) => `stream:${i.groupId}/${i.tenantName}/${i.processorName}`,
  friction: (i, environment) =>
    i.options?.resumeFromCheckpoint === false
      ? oneUp(
          {
            level: 'confirm',
            because: `${CHECKPOINT_DROPPED} It processes nothing while it is stopped.`,
          },
          environment,
          i.processorName,
        )
      : {
          level: 'confirm',
          because:
            'If it is running, Gatehouse stops, changes and restarts it. It resumes where it stopped. It processes nothing in between.',
        },
  invalidates: ['streams.processors', 'streams.processor', 'guided.list'],
  opened: openedDefinition,
  guided: {
    // All processors, to know before anything is stopped whether a new name is free.
    read: ({ groupId, tenantName }) => ({
      id: 'streams.processors',
      input: { groupId, tenantName },
    }),
    plan: (answer, { groupId, tenantName, processorName, thenStart, opened, ...sent }) => {
      const all = rows.safeParse(answer).data?.results ?? []
      const p = all.find((row) => row.name === processorName)
      if (!p) return `The workspace ${tenantName} has no processor ${processorName}.`
      const whyNot = whyNotChange(p, sent, opened, all)
      if (whyNot) return whyNot
      const step = (says: string, id: string, name: string, more: object = {}): Step => ({
        summary: says,
        call: {
          id: `streams.${id}`,
          input: { groupId, tenantName, processorName: name, ...more },
        },
      })
      const name = sent.name ?? processorName
      const runs = p.state === 'STARTED'
      return {
        steps: [
          ...(runs ? [step(`Stop ${processorName}`, 'stopProcessor', processorName)] : []),
          {
            ...step(`Change ${list(partsOf(sent))}`, 'modifyProcessor', processorName, sent),
            irreversible: true,
          },
          ...(runs || thenStart ? [step(`Start ${name}`, 'startProcessor', name)] : []),
        ],
        ...(runs
          ? {
              putBack: step(`Restart ${processorName} unchanged`, 'startProcessor', processorName),
            }
          : {}),
      }
    },
  },
})
