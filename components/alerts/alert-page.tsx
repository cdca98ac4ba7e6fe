'use client'
import Link from 'next/link'
import { useNow } from '@/lib/client/use-now'
import {
  type Alert,
  acknowledgeAlert,
  acknowledgementOf,
  alertName,
  getAlert,
  sourceOf,
  unacknowledgeAlert,
  whyClosed,
} from '@/lib/ops/alerts'
import { metricName } from '@/lib/ops/metric-names'
import { routes } from '@/lib/routes'
import { OpPage } from '../blocks/op-page'
import { OpPanel } from '../blocks/op-panel'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Copyable } from '../ui/copyable'
import { lazyComponent } from '../ui/lazy-component'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { usePanel } from '../ui/use-panel'
import { alertStyles, measured } from './words'

const AcknowledgeSheet = lazyComponent(() =>
  import('./acknowledge-sheet').then((m) => m.AcknowledgeSheet),
)

type Fact = readonly [string, React.ReactNode]
const time = (name: string, at: string | null | undefined): Fact[] =>
  at ? [[name, <Time key={name} at={at} />]] : []
const text = (name: string, value: string | null | undefined): Fact[] =>
  value ? [[name, value]] : []

function factsOf(groupId: string, alert: Alert, now: number): Fact[] {
  const acknowledged = acknowledgementOf(alert, now)
  const source = sourceOf(alert)
  return [
    ...(source && source !== alert.clusterName
      ? [['Source', <Copyable key="source" value={source} what="source" />] as const]
      : []),
    ...(alert.clusterName
      ? [
          [
            'Cluster',
            <Link
              key="cluster"
              className="text-accent hover:underline"
              href={routes.cluster(groupId, alert.clusterName)}
            >
              {alert.clusterName}
            </Link>,
          ] as const,
        ]
      : []),
    ...text('Value', measured(alert, metricName)),
    ...text('Processor state', asText(alert.processorState)),
    ...time('Created', alert.created),
    ...time('Updated', alert.updated),
    ...time('Last notification', alert.lastNotified),
    ...time('Closed', alert.resolved),
    ...time('Acknowledged until', acknowledged?.acknowledgedUntil),
    ...(acknowledged
      ? [
          ...text('Acknowledged by', alert.acknowledgingUsername),
          ...text('Comment', acknowledged.acknowledgementComment),
        ]
      : []),
    ['ID', <Copyable key="id" value={alert.id} what="alert ID" />],
  ]
}
const asText = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** One alert and its acknowledgement. */
export function AlertPage(place: { groupId: string; alertId: string }) {
  const now = useNow(5000)
  return (
    <OpPage
      op={getAlert}
      input={place}
      what="Alert"
      back={{ label: 'Alerts', href: routes.alerts(place.groupId) }}
      title={alertName}
      badges={({ status }) => <StateBadge styles={alertStyles} state={status} />}
      actions={(alert) => alert && <Buttons {...place} alert={alert} />}
    >
      {() => (
        <OpPanel
          op={getAlert}
          input={place}
          title="Details"
          facts={(alert) => factsOf(place.groupId, alert, now)}
          raw
        />
      )}
    </OpPage>
  )
}

function Buttons({ alert, ...place }: { groupId: string; alertId: string; alert: Alert }) {
  const { panel, open, close } = usePanel(['acknowledge'])
  const opened = acknowledgementOf(alert, useNow(5000))
  return (
    <>
      {opened && (
        <ConfirmAction
          op={unacknowledgeAlert}
          input={{ ...place, opened }}
          tone="primary"
          variant="quiet"
        />
      )}
      <ActionButton
        op={acknowledgeAlert}
        scope={{ kind: 'project', groupId: place.groupId }}
        whyNot={whyClosed(alert)}
        variant="primary"
        aria-haspopup="dialog"
        onPress={() => void open('acknowledge')}
      >
        {opened ? 'Edit acknowledgement' : 'Acknowledge'}
      </ActionButton>
      {panel && (
        <AcknowledgeSheet groupId={place.groupId} alert={alert} onClose={() => void close()} />
      )}
    </>
  )
}
