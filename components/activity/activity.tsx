'use client'

import { useMemo } from 'react'
import { useAddress, useAddressList } from '@/lib/client/use-address'
import { eventName } from '@/lib/ops/event-name'
import { type AtlasEvent, actorOf, delegateOf, subjectOf } from '@/lib/ops/events'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { ProjectName } from '../data/project-name'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { useShown } from '../ui/use-panel'
import { EventFilter, everything } from './event-filter'
import { OlderEvents } from './older-events'
import { type Place, useEvents } from './use-events'

const EventDialog = lazyComponent(() => import('./event-dialog').then((m) => m.EventDialog))

const c = column<AtlasEvent>()
const what = c.custom(
  ['eventTypeName', (e) => e.eventTypeName],
  'Event',
  (e) => <span title={e.eventTypeName}>{eventName(e.eventTypeName)}</span>,
  { width: '20%' },
)
const who = c.custom(
  ['actor', (e) => [actorOf(e), delegateOf(e)].filter(Boolean).join(', ')],
  'Actor',
  (e) => (
    <span className="break-words">
      {actorOf(e)}
      {delegateOf(e) && <span className="block text-warn text-xs">{delegateOf(e)}</span>}
    </span>
  ),
  { width: '28%' },
)
const project = c.custom(['project', (e) => e.groupId ?? null], 'Project', (e) =>
  e.groupId ? <ProjectName groupId={e.groupId} /> : '–',
)
const inProject = [
  c.time('created', 'Time', { width: '7rem' }),
  what,
  who,
  c.text(['subject', (e) => subjectOf(e) ?? null], 'Subject'),
  c.copyable(['address', (e) => e.remoteAddress ?? null], 'Address', { width: '11rem' }),
]
const inOrg = inProject.toSpliced(3, 0, project)

/** The events of a project, or of an organization and its projects. */
export function Activity({ place }: { place: Place }) {
  const { get, set } = useAddress()
  const type = useAddressList('type')
  const [from, to] = [get('from') ?? '', get('to') ?? '']
  const { shown: id, show, hide } = useShown('event')
  const { query, reading } = useEvents(place, {
    ...(type.length > 0 ? { eventType: type } : {}),
    ...(from ? { minDate: from } : {}),
    ...(to ? { maxDate: to } : {}),
  })
  const columns = useMemo(
    () => [
      ...('orgId' in place ? inOrg : inProject),
      c.actions((e) => (
        <Button
          size="sm"
          variant="quiet"
          aria-label={`View ${eventName(e.eventTypeName)}`}
          onClick={() => void show(e.id)}
        >
          View
        </Button>
      )),
    ],
    [place, show],
  )
  const events = query.data?.misfit ? [] : (query.data?.data.results ?? [])
  const shown = events.find((one) => one.id === id)
  const isFiltered = Boolean(type.length > 0 || from || to)
  return (
    <>
      <EventFilter
        place={place}
        filter={{ type, from, to }}
        seen={[...new Set(events.map((e) => e.eventTypeName))].sort()}
        onChange={set}
      />
      <Panel
        title="Events"
        query={reading}
        skeletonRows={10}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <Empty
            icon={<svg aria-hidden className="icon-[activity]" />}
            title={isFiltered ? 'No matching events' : 'No events'}
            hint={
              isFiltered
                ? 'Atlas has no events of these types in this period.'
                : 'Events appear here when something changes.'
            }
            {...(isFiltered
              ? {
                  action: <Button onClick={() => set(everything)}>Clear filters</Button>,
                }
              : {})}
          />
        }
      >
        {(data) => (
          <>
            <DataTable
              name="events"
              what="events"
              rows={data.results}
              columns={columns}
              rowId={(e) => e.id}
            />
            {query.hasNextPage && (
              <OlderEvents
                isLoading={query.isFetchingNextPage}
                hasFailed={query.isError}
                load={() => void query.fetchNextPage()}
              />
            )}
          </>
        )}
      </Panel>
      {shown && <EventDialog event={shown} place={place} onClose={() => void hide()} />}
    </>
  )
}
