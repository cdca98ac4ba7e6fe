import Link from 'next/link'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { getAuditRow } from '@/lib/ops/audit'
import { routes } from '@/lib/routes'
import { TargetText } from '../data/target-text'
import { Copyable } from '../ui/copyable'
import { ExactTime, Time } from '../ui/time'

export type AuditRowData = z.output<typeof getAuditRow.output>
type Entry = readonly [name: string, value: ReactNode]

const link = 'break-words underline decoration-line underline-offset-3'

const inFields = (value: unknown, key: string): string | undefined => {
  const found =
    typeof value === 'object' && value !== null && (value as Record<string, unknown>)[key]
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** Names and values, without those that the row does not have. */
const known = (entries: ReadonlyArray<readonly [string, ReactNode | undefined | null]>): Entry[] =>
  entries.flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, value] as const],
  )

/** What a row says about itself. */
export function rowFacts({ row, readable, trace }: AuditRowData): Entry[] {
  const actor = readable?.actor
  const policy = readable?.policy
  const copied = (value: string | null | undefined, what: string) =>
    value ? <Copyable value={value} what={what} /> : undefined
  return known([
    [
      'Time',
      row.time ? (
        <span key="time">
          <ExactTime at={row.time} seconds />
          {/* On paper both are the same. */}
          <span className="ml-2 text-muted print:hidden">
            <Time at={row.time} />
          </span>
        </span>
      ) : (
        'Gatehouse can’t read this row'
      ),
    ],
    [
      'Event',
      <Link key="type" className={link} href={routes.audit({ type: row.type })}>
        {row.event}
      </Link>,
    ],
    [
      'Event type',
      <code key="event" className="font-mono text-xs">
        {row.type}
      </code>,
    ],
    [
      'Who',
      row.person ? (
        <Link key="person" className={link} href={routes.audit({ person: row.person })}>
          {row.actor}
        </Link>
      ) : (
        row.actor
      ),
    ],
    ['Subject', copied(row.person, 'subject')],
    ['Role', row.role],
    ['Binding', inFields(actor, 'binding')],
    ['Address', inFields(actor, 'ip')],
    ['On behalf of', copied(inFields(readable?.on_behalf_of, 'sub'), 'subject')],
    [
      'Operation',
      row.op && (
        <span key="op">
          <Link className={link} href={routes.audit({ op: row.op })}>
            {row.operation}
          </Link>{' '}
          <code className="font-mono text-muted text-xs">{row.op}</code>
        </span>
      ),
    ],
    [
      'Target',
      row.target && (
        <span key="target" className="break-words">
          <TargetText target={row.target} withIds withLinks />
        </span>
      ),
    ],
    ['Outcome', row.isOpen ? 'No outcome yet' : row.outcome],
    [
      'Request',
      row.requestId && (
        <Link key="request" className={link} href={routes.request(row.requestId)}>
          {row.requestId}
        </Link>
      ),
    ],
    ['Digest', copied(inFields(readable?.request, 'digest'), 'digest')],
    ['Policy', Array.isArray(policy) ? policy.map(String).join(', ') : undefined],
    ['Reason', inFields(readable, 'reason')],
    ['Comment', inFields(readable, 'comment')],
    ['Request ID of the call', copied(trace, 'request ID')],
  ])
}

/** The call to Atlas, as far as the row has it. */
export const callFacts = (call: NonNullable<AuditRowData['call']>): Entry[] =>
  known([
    [
      'Call',
      call.path && (
        <code className="break-all font-mono text-xs">
          {call.method} {call.path}
        </code>
      ),
    ],
    ['Atlas answered', call.status === null ? 'Not recorded in this row' : String(call.status)],
    ['Atlas request ID', call.atlasRequestId],
    [
      'Hash of the body',
      call.bodyHash && <Copyable key="hash" value={call.bodyHash} what="hash of the body" />,
    ],
  ])
