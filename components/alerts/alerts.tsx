'use client'
import type { z } from 'zod'
import { serverNow } from '@/lib/client/clock'
import { useNow } from '@/lib/client/use-now'
import {
  type Alert,
  acknowledgeAlert,
  acknowledgementOf,
  alertName,
  listAlerts,
  sourceOf,
  unacknowledgeAlert,
  whyClosed,
} from '@/lib/ops/alerts'
import { eventName } from '@/lib/ops/event-name'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column, none as missing } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { Segments } from '../ui/segments'
import { useTab } from '../ui/tabs'
import { Time } from '../ui/time'
import { acknowledgeStart, alertStyles, measured } from './words'

const AcknowledgeSheet = lazyComponent(() =>
  import('./acknowledge-sheet').then((m) => m.AcknowledgeSheet),
)
const AcknowledgeFields = lazyComponent(() =>
  import('./acknowledge-sheet').then((m) => m.AcknowledgeFields),
)

const until = (alert: Alert) => acknowledgementOf(alert, serverNow())?.acknowledgedUntil ?? null

function Until({ alert }: { alert: Alert }) {
  const at = acknowledgementOf(alert, useNow(5000))?.acknowledgedUntil
  return at ? (
    <span className="grid">
      <Time at={at} />
      <span className="text-muted text-xs">{alert.acknowledgementComment}</span>
    </span>
  ) : (
    missing
  )
}

const c = column<Alert>()
const columns = [
  c.text(['eventTypeName', (a) => eventName(a.eventTypeName)], 'Alert', {
    width: '18%',
    choices: true,
  }),
  c.state('status', 'Status', alertStyles),
  c.text(['source', (a) => sourceOf(a) ?? null], 'Source', { width: '26%' }),
  c.text(['value', (alert) => measured(alert)], 'Value', { optional: true }),
  c.time(['created', (a) => a.created ?? null], 'Created'),
  c.time(['acknowledgedUntil', until], 'Acknowledged until', {
    cell: (alert) => <Until alert={alert} />,
  }),
  c.text(['comment', (a) => (until(a) && a.acknowledgementComment) || null], 'Comment', {
    optional: true,
  }),
]

type Place = z.input<typeof listAlerts.input>
const on = rowActions<Alert, Place>()
const actions = [
  on.form(acknowledgeAlert, {
    whyNot: whyClosed,
    bulk: {
      input: (alert, { groupId }, values) => acknowledgeStart(groupId, alert, values),
      fields: { start: { acknowledgementComment: '' }, show: <AcknowledgeFields /> },
    },
    show: (alert, { groupId }, close) => (
      <AcknowledgeSheet groupId={groupId} alert={alert} onClose={close} />
    ),
  }),
  on.confirm(unacknowledgeAlert, {
    tone: 'primary',
    isFor: (alert) => until(alert) !== null,
    whyNot: (alert) => (until(alert) ? null : 'The alert is not acknowledged.'),
    input: (alert, { groupId }) => ({
      groupId,
      alertId: alert.id,
      opened: acknowledgementOf(alert, serverNow()) ?? none,
    }),
  }),
]
const none = { acknowledgedUntil: '', acknowledgementComment: '' }

const shown = ['Open', 'All'] as const

/** The open alerts of a project, or all that Atlas keeps. */
export function Alerts({ groupId }: { groupId: string }) {
  const [show, setShow] = useTab('show', shown)
  const isOpen = show === 'Open'
  return (
    <OpList
      op={listAlerts}
      input={isOpen ? { groupId, status: 'OPEN' } : { groupId }}
      what="alerts"
      columns={columns}
      rowName={alertName}
      rowId={(alert) => alert.id}
      href={(alert) => routes.alert(groupId, alert.id)}
      actions={actions}
      bulk={[acknowledgeAlert, unacknowledgeAlert]}
      buttons={<Segments label="Show" options={shown} value={show} onChange={setShow} />}
      empty={{
        icon: <svg aria-hidden className="icon-[bell]" />,
        title: isOpen ? 'No open alerts' : 'No alerts',
        hint: isOpen
          ? 'Show all to see closed alerts.'
          : 'Alerts appear here when the conditions of an alert configuration are met.',
      }}
    />
  )
}
