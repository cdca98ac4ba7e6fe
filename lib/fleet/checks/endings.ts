import { z } from 'zod'
import { fact } from '@/lib/atlas/facts'
import { millis } from '@/lib/format/time'
import { query } from '@/lib/ops/define'
import { page, projectId } from '@/lib/ops/shapes'
import { routes } from '@/lib/routes'
import { check, reading } from '../check'
import { atlasSource } from '../source'
import { daysOf } from '../thresholds'

/** The day on which Atlas ends an operation, if that is soon or past. */
function endOf(op: string, now: number): string | undefined {
  const { sunset, removed, versions } = fact(op)
  const day = removed ?? versions.at(-1)?.sunset ?? sunset
  const at = millis(day)
  return day && at !== undefined && at - now < daysOf('endingDays') ? day : undefined
}

const shared = {
  roles: ['viewer'],
  internal: true,
  input: z.strictObject({ groupId: projectId }),
} as const
const SERVERLESS = 'listGroupServerlessInstances'
const LOG_EXPORT = 'getGroupPushBasedLogExport'

const serverless = atlasSource({
  id: 'serverless',
  per: 'project',
  everyMinutes: 1_440,
  without: ['VERSION_GONE'],
  op: query({
    ...shared,
    id: 'endings.serverless',
    title: 'List serverless instances',
    atlas: { op: SERVERLESS, version: '2023-01-01' },
    output: page(z.looseObject({ name: z.string() })),
    none: { results: [] },
    allPages: true,
  }),
})

const logExport = atlasSource({
  id: 'logExport',
  per: 'project',
  everyMinutes: 1_440,
  without: ['VERSION_GONE'],
  op: query({
    ...shared,
    id: 'endings.logExport',
    title: 'Read the push-based log export of a project',
    atlas: { op: LOG_EXPORT, version: '2023-01-01' },
    output: z.looseObject({ state: z.string().nullish(), bucketName: z.string().nullish() }),
    none: {},
  }),
})

/** What Atlas ends soon and a project still uses. */
export const endings = check({
  id: 'endings',
  label: 'Deprecations',
  words: 'deprecated ending in atlas sunset end of life removed',
  group: 'Compliance',
  per: 'project',
  about:
    'The project uses a feature that Atlas removes soon: serverless instances, or the first version of push-based log export.',
  fine: 'Nothing',
  action: 'View project',
  href: ({ groupId = '' }) => routes.clusters(groupId),
  readings: [
    reading({
      source: serverless,
      rows: ({ results }) => results,
      find: ({ name }, { now }) => {
        const day = endOf(SERVERLESS, now)
        if (!day) return undefined
        return {
          key: name,
          subject: name,
          level: 'warn',
          word: day,
          what: `is a serverless instance, which Atlas removes on ${day}`,
        }
      },
    }),
    reading({
      source: logExport,
      rows: (one) => [one],
      find: ({ state, bucketName }, { now }) => {
        const day = endOf(LOG_EXPORT, now)
        if (!day || !bucketName || state === 'UNCONFIGURED') return undefined
        return {
          key: 'logExport',
          subject: bucketName,
          level: 'info',
          word: day,
          what: `receives logs through an interface that Atlas removes on ${day}`,
        }
      },
    }),
  ],
})
