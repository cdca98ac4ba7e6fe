import { count } from '@/lib/format/words'
import { type AtlasEvent, actorOf, EVENTS_PER_PAGE, listProjectEvents } from '@/lib/ops/events'
import { routes } from '@/lib/routes'
import { check, reading } from '../check'
import { atlasSource } from '../source'
import { hoursOf } from '../thresholds'

/** The newest events of a project. They also show which other readings are out of date. */
export const events = atlasSource({
  id: 'events',
  per: 'project',
  op: listProjectEvents,
  input: (now) => ({ minDate: new Date(now - hoursOf('changeHours')).toISOString() }),
  everyMinutes: 15,
})

/** Types of events that record a change by somebody, not what Atlas noticed or what was only looked at. */
const isChange = ({ eventTypeName: type }: AtlasEvent) =>
  /(ADDED|CREATED|DELETED|REMOVED|UPDATED|CHANGED|MODIFIED|ENABLED|DISABLED|GRANTED|REVOKED|STARTED|STOPPED|REQUESTED|DROPPED|RESTRICTED|PAUSED|RESUMED)(_AUDIT)?$/.test(
    type,
  )

/** Who made an event: a person, an API key, or the user ID of a service account. */
const madeBy = ({ username, publicKey, userId }: AtlasEvent): string | undefined =>
  username ?? publicKey ?? (typeof userId === 'string' ? userId : undefined)

const nameOf = (event: AtlasEvent): string =>
  event.username || event.publicKey ? actorOf(event) : `Service account ${madeBy(event)}`

/** Changes that people and programs made without Gatehouse. */
export const changesOutside = check({
  id: 'outside-changes',
  label: 'Outside changes',
  words: 'changed around gatehouse bypass',
  group: 'Access',
  per: 'project',
  about: 'Someone changed something outside Gatehouse in the last day.',
  fine: 'None',
  action: 'View activity',
  href: ({ groupId = '' }) => routes.activity(groupId),
  readings: [
    reading({
      source: events,
      rows: ({ results }) => [
        ...Map.groupBy(
          results.filter((one) => isChange(one) && madeBy(one)),
          nameOf,
        ),
      ],
      find: ([actor, some], { own }) => {
        if (some.some((one) => own.has(madeBy(one) ?? ''))) return undefined
        const number =
          some.length >= EVENTS_PER_PAGE ? 'many changes' : count(some.length, 'change')
        const oldest = some.map(({ created }) => created).toSorted()[0]
        const isEmployee = some.some((one) => one.isGlobalAdmin)
        return {
          key: actor,
          subject: actor,
          level: isEmployee ? 'bad' : 'info',
          word: isEmployee ? 'Employee' : 'Recent',
          what: `made ${number} outside Gatehouse`,
          since: oldest,
        }
      },
    }),
  ],
})
