import { z } from 'zod'
import { leavesOf } from '@/lib/format/values'
import { knownStages } from '@/lib/ops/stream-pipeline'
import { type Reject, reject } from '../../reject'
import type { Connection, Processor } from './shapes'

/** Atlas uses one error code for most errors of processors. */
export const trouble = (name: string, why: string): Reject =>
  reject(
    400,
    'STREAM_PROCESSOR_GENERIC_ERROR',
    `The stream processor ${name} met a problem: ${why}`,
    name,
    why,
  )

/** Connection names that every workspace has built in. */
const builtIn = ['__testLog', '__noopSink']

const stageOf = (stage: Record<string, unknown>) => Object.keys(stage)[0] ?? ''

const namedIn = (value: unknown): string[] =>
  leavesOf(value).flatMap(({ path, value: name }) =>
    path.at(-1) === 'connectionName' && typeof name === 'string' ? [name] : [],
  )

/** Refuses pipelines that Atlas refuses; throws 400. */
export function checkPipeline(
  name: string,
  pipeline: Processor['pipeline'],
  connections: readonly Connection[],
): void {
  const stages = pipeline.map(stageOf)
  if (pipeline.some((stage) => Object.keys(stage).length !== 1))
    throw trouble(name, 'a pipeline stage specification object must contain exactly one field')
  const unknown = stages.find((stage) => !knownStages.includes(stage))
  if (unknown) throw trouble(name, `unrecognized pipeline stage name: '${unknown}'`)
  if (stages[0] !== '$source')
    throw trouble(name, 'the first stage in the pipeline must be $source')
  if (!['$emit', '$merge', '$https', '$externalFunction'].includes(stages.at(-1) ?? ''))
    throw trouble(name, 'the last stage in the pipeline must be a sink')
  checkConnections(name, pipeline, connections)
}

export function checkConnections(
  name: string,
  value: unknown,
  connections: readonly Connection[],
): void {
  const missing = namedIn(value).find(
    (wanted) => !builtIn.includes(wanted) && !connections.some((c) => c.name === wanted),
  )
  if (missing) throw trouble(name, `connection named ${missing} does not exist`)
}

/** Whether a change keeps the checkpoint usable: the source and every window stay the same. */
export function canResume(before: Processor['pipeline'], after: Processor['pipeline']): boolean {
  const kept = (pipeline: Processor['pipeline']) =>
    pipeline.flatMap((stage) => {
      const name = stageOf(stage)
      if (name === '$source') return [stage]
      if (!name.endsWith('Window')) return []
      const window = z
        .looseObject({ interval: z.unknown(), gap: z.unknown() })
        .safeParse(stage[name])
      return [[name, window.data?.interval, window.data?.gap]]
    })
  return JSON.stringify(kept(before)) === JSON.stringify(kept(after))
}
