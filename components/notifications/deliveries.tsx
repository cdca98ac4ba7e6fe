'use client'
import { type DeliveryView, listDeliveries, replayDelivery } from '@/lib/ops/notifications'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { Segments } from '../ui/segments'
import { useTab } from '../ui/tabs'

const c = column<DeliveryView>()
const common = [
  c.text('type', 'Event', { width: '18%', choices: true }),
  c.text('channel', 'Channel', { choices: true }),
  c.text('recipient', 'Person'),
  c.time('at', 'Happened'),
  c.number('attempts', 'Attempts'),
]
const note = c.text('note', 'Last problem', { width: '24%' })
const more = [
  c.number('status', 'Status', { optional: true }),
  c.copyable('notificationId', 'ID', { optional: true }),
]
const columns = {
  Failed: [...common, note, c.time('settledAt', 'Last attempt'), ...more],
  Waiting: [...common, note, c.time('nextAt', 'Next attempt'), ...more],
  Delivered: [...common, c.time('settledAt', 'Delivered'), ...more],
}

type Place = { state: DeliveryView['state'] }
const on = rowActions<DeliveryView, Place>()
const actions = [
  on.confirm(replayDelivery, {
    tone: 'primary',
    label: 'Send again',
    isFor: ({ state }) => state === 'dead',
    input: ({ id }) => ({ deliveryId: id }),
  }),
]

const shown = ['Failed', 'Waiting', 'Delivered'] as const
const states = { Failed: 'dead', Waiting: 'waiting', Delivered: 'delivered' } as const

const hints = {
  Failed: 'Notifications that could not be delivered in 24 hours appear here.',
  Waiting: 'Notifications that are about to be sent, or sent again, appear here.',
  Delivered: 'Delivered notifications appear here for as long as gatehouse.yaml keeps them.',
}

/** Notifications by the state of their delivery. */
export function Deliveries() {
  const [show, setShow] = useTab('show', shown)
  return (
    <OpList
      op={listDeliveries}
      input={{ state: states[show] }}
      name={`deliveries-${states[show]}`}
      title="Notifications"
      what="notifications"
      columns={columns[show]}
      rowId={({ id }) => String(id)}
      rowName={({ type, channel, id }) => `${type} to ${channel}, ${id}`}
      href={({ requestId }) => (requestId ? routes.request(requestId) : undefined)}
      actions={show === 'Failed' ? actions : []}
      bulk={show === 'Failed' ? [replayDelivery] : []}
      buttons={<Segments label="Show" options={shown} value={show} onChange={setShow} />}
      empty={{
        icon: <svg aria-hidden className="icon-[mail-check]" />,
        title: show === 'Failed' ? 'Nothing failed' : `No ${show.toLowerCase()} notifications`,
        hint: hints[show],
      }}
    >
      {({ results, total }) =>
        total > results.length && (
          <p className="px-4 py-3 text-muted text-sm">
            Showing the newest {results.length.toLocaleString('en')} of {total.toLocaleString('en')}
            .
          </p>
        )
      }
    </OpList>
  )
}
