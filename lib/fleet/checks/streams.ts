import { listProcessors, startProcessor } from '@/lib/ops/stream-processors'
import { NAMELESS } from '@/lib/ops/stream-shapes'
import { failureOf, lagInWords, readStats } from '@/lib/ops/stream-stats'
import { listWorkspaces } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { check, fixedBy, reading } from '../check'
import { atlasSource, each } from '../source'
import { thresholds } from '../thresholds'

const wakes = /STREAM/

const workspaces = atlasSource({
  id: 'streamWorkspaces',
  per: 'project',
  op: listWorkspaces,
  everyMinutes: 720,
  wakes,
})

const processors = atlasSource({
  id: 'streamProcessors',
  per: 'project',
  op: listProcessors,
  // Atlas has no event for a growing lag.
  everyMinutes: 15,
  wakes,
  of: each(workspaces, ({ results }) =>
    results.flatMap(({ name }) => (name === NAMELESS ? [] : [{ tenantName: name }])),
  ),
})

const calm = [
  'INIT',
  'CREATING',
  'CREATED',
  'STARTING',
  'STARTED',
  'STOPPING',
  'STOPPED',
  'DROPPED',
]

function lagging(stats: unknown): string | undefined {
  const { lag } = readStats(stats)
  if (!lag) return undefined
  const most = lag.unit === 's' ? thresholds.lagSeconds.value : thresholds.lagMessages.value
  return lag.value > most ? lagInWords(lag) : undefined
}

const FAILED = 'Failed'

/** Stream processors that failed, or that lag behind. */
export const streamProcessors = check({
  id: 'stream-processors',
  label: 'Stream processors',
  words: 'failed lagging stuck processor',
  noun: 'Stream processor',
  group: 'Streams',
  per: 'project',
  about: 'A stream processor failed, or lags behind its source.',
  fine: 'Running',
  action: 'View processor',
  href: ({ groupId = '', tenantName = '' }, found) =>
    found ? routes.streamProcessor(groupId, tenantName, found.key) : routes.streams(groupId),
  fix: fixedBy(startProcessor, {
    what: 'stream processors',
    input: ({ groupId = '', tenantName = '' }, { key, word }) =>
      word === FAILED ? { groupId, tenantName, processorName: key } : undefined,
  }),
  readings: [
    reading({
      source: processors,
      rows: ({ results }) => results,
      applies: ({ results }) => results.length > 0,
      find: (one) => {
        const about = { key: one.name, subject: one.name }
        if (one.state === 'FAILED') {
          const why = failureOf(one)
          return { ...about, level: 'bad', word: FAILED, what: why ? `failed: ${why}` : 'failed' }
        }
        if (!calm.includes(one.state ?? ''))
          return {
            unclear: `The processor ${one.name} has the unknown state ${one.state ?? 'null'}.`,
          }
        const lag = one.state === 'STARTED' ? lagging(one.stats) : undefined
        return lag
          ? { ...about, level: 'warn', word: 'Lagging', what: `is ${lag} behind` }
          : undefined
      },
    }),
  ],
})
