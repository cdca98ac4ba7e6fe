import type { Processor } from './shapes'

const per = {
  steady: { input: 42, dead: 0 },
  lagging: { input: 11, dead: 0 },
  'dead-letters': { input: 64, dead: 3 },
} as const

/** Bytes that each tier gives a processor. */
const memory: Record<string, number> = {
  SP2: 512e6,
  SP5: 1e9,
  SP10: 2e9,
  SP30: 8e9,
  SP50: 32e9,
}

const sourceOf = (processor: Processor): Record<string, unknown> => {
  const { $source } = processor.pipeline[0] ?? {}
  return typeof $source === 'object' && $source !== null ? { ...$source } : {}
}

/**
 * The `stats` of a processor, which follow the sandbox clock: undefined before the first run, an empty object when
 * stopped.
 */
export function statsOf(processor: Processor, clock: number): Record<string, unknown> | undefined {
  const { manner, state, startedAt, ranBefore } = processor
  if (state === 'STOPPED') return {}
  if (state !== 'STARTED' && state !== 'FAILED') return undefined
  const running = startedAt === undefined ? 0 : Math.max(0, clock - startedAt) / 1000
  const seconds = ranBefore + running
  const rate = per[manner]
  const input = Math.floor(seconds * rate.input)
  const dead = Math.floor(seconds * rate.dead)
  const wave = Math.sin(seconds / 17) * 0.5 + Math.sin(seconds / 5) * 0.2
  const room = memory[processor.tier ?? 'SP10'] ?? 2e9
  const used = Math.floor(room * (manner === 'lagging' ? 0.62 : 0.24) * (1 + wave * 0.08))
  const lag =
    manner === 'lagging'
      ? 184_000 + Math.floor(running * 25)
      : Math.max(0, Math.floor(12 + wave * 14))
  const source = sourceOf(processor)
  const isKafka = 'topic' in source
  return {
    ok: 1,
    name: processor.name,
    processorId: processor.id,
    status: state === 'STARTED' ? 'running' : 'error',
    scaleFactor: 1,
    inputMessageCount: input,
    inputMessageSize: input * 390,
    outputMessageCount: input - dead,
    outputMessageSize: (input - dead) * 371,
    dlqMessageCount: dead,
    dlqMessageSize: dead * 412,
    stateSize: Math.floor(used * 0.4),
    memoryTrackerBytes: used,
    watermark: null,
    ...(isKafka
      ? {
          kafkaPartitions: [0, 1].map((partition) => ({
            partition,
            currentOffset: Math.floor(input / 2),
            checkpointOffset: Math.max(0, Math.floor(input / 2) - 40),
            partitionOffsetLag: Math.floor(lag / 2),
            isIdle: false,
          })),
        }
      : {}),
    ...('coll' in source
      ? {
          changeStreamTimeDifferenceSecs: manner === 'lagging' ? 760 + Math.floor(running / 3) : 1,
          changeStreamState: { _data: '8266C37388000000012B0429296E1404' },
        }
      : {}),
    operatorStats: processor.pipeline.map((stage) => ({
      name: `${(Object.keys(stage)[0] ?? '?').slice(1)}Operator`,
      inputMessageCount: input,
      outputMessageCount: input - dead,
      dlqMessageCount: 0,
      stateSize: 0,
      maxMemoryUsage: Math.floor(used / processor.pipeline.length),
      executionTimeSecs: Math.floor(seconds / 40),
    })),
    ...(processor.message === undefined ? {} : { errorMsg: processor.message }),
  }
}
