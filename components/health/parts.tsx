'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { roughly } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { routes } from '@/lib/routes'
import { Card, Facts } from '../ui/page'
import { Time } from '../ui/time'
import { Connections, Consoles, Loops, Queues } from './part-tables'
import type { Health } from './problems'

/** Every part of the page below what needs attention. */
export function Parts({ health }: { health: Health }) {
  return (
    <>
      <Part title="Queues" part={health.queues}>
        {(queues) => <Queues queues={queues} />}
      </Part>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Part title="Audit log" part={health.chain} link={[routes.audit(), 'View audit log']}>
          {(chain) => <Chain chain={chain} />}
        </Part>
        <Part
          title="Notifications"
          part={health.channels}
          link={[routes.deliveries(), 'View deliveries']}
        >
          {(channels) => <Channels channels={channels} />}
        </Part>
        <Part title="Database" part={health.database}>
          {({ version, migration, migratedAt, megabytes }) => (
            <Facts
              className="p-4"
              items={[
                ['PostgreSQL', version],
                ['Size', `${megabytes.toLocaleString('en')} MB`],
                ['Last migration', migration],
                ['Migrated', <Time key="at" at={migratedAt} />],
              ]}
            />
          )}
        </Part>
        <Card title="This console">
          <Facts
            className="p-4"
            items={[
              ['Gatehouse', health.versions.gatehouse],
              ['Node.js', health.versions.node],
              ['Metrics', health.versions.metrics ? 'On' : 'Off'],
              ['Traces', health.versions.traces ? 'On' : 'Off'],
            ]}
          />
        </Card>
      </div>
      <Part title="Consoles" part={health.replicas}>
        {(replicas) => <Consoles replicas={replicas} />}
      </Part>
      <Part
        title="Connections"
        part={health.connections}
        link={[routes.connections(), 'View rate limits']}
      >
        {(connections) => <Connections connections={connections} />}
      </Part>
      <Part title="Background loops" part={health.loops}>
        {(loops) => <Loops loops={loops} />}
      </Part>
    </>
  )
}

function Part<T>({
  title,
  part: { value, why },
  link,
  children,
}: {
  title: string
  part: { value: T | null; why: string | null }
  link?: [href: string, label: string]
  children: (value: T) => ReactNode
}) {
  return (
    <Card
      title={title}
      actions={
        link && (
          <Link href={link[0]} className="link text-sm">
            {link[1]}
          </Link>
        )
      }
    >
      {value === null ? <p className="p-4 text-muted text-sm">{why}</p> : children(value)}
    </Card>
  )
}

const ago = (seconds: number | null, never: string) =>
  seconds === null ? never : `${roughly(seconds * 1000)} ago`

function Chain({ chain }: { chain: NonNullable<Health['chain']['value']> }) {
  const { rows, checkpointAge, verifiedAge, bad, sinks, streams } = chain
  const behind = (seconds: number | null, error: string | null) =>
    seconds === null
      ? 'Has everything'
      : `${roughly(seconds * 1000)} behind${error ? `: ${error}` : ''}`
  return (
    <Facts
      className="p-4"
      items={[
        ['Rows', rows.toLocaleString('en')],
        ['Last checkpoint', ago(checkpointAge, 'None yet')],
        ['Last verified', bad ?? ago(verifiedAge, 'Not yet')],
        ...sinks.map(
          ({ name, behindSeconds, error }) =>
            [`Sink ${name}`, behind(behindSeconds, error)] as const,
        ),
        ...streams.map(
          ({ name, behindSeconds, error }) =>
            [`Stream ${name}`, behind(behindSeconds, error)] as const,
        ),
      ]}
    />
  )
}

function Channels({ channels }: { channels: NonNullable<Health['channels']['value']> }) {
  const sum = (of: 'waiting' | 'failed') => channels.reduce((all, one) => all + one[of], 0)
  const last = channels
    .flatMap(({ lastDeliveredAt }) => lastDeliveredAt ?? [])
    .toSorted()
    .at(-1)
  const off = channels.filter((one) => one.off !== null).length
  return (
    <Facts
      className="p-4"
      items={[
        ['Channels', `${count(channels.length, 'channel')}${off > 0 ? `, ${off} off` : ''}`],
        ['Waiting', sum('waiting').toLocaleString('en')],
        ['Failed', sum('failed').toLocaleString('en')],
        ['Last delivered', last ? <Time key="last" at={last} /> : 'Never'],
      ]}
    />
  )
}
