'use client'
import Link from 'next/link'
import { eventName } from '@/lib/ops/event-name'
import type { HistoryEntry } from '@/lib/ops/history'
import { routes } from '@/lib/routes'
import { JsonDiff } from '../data/json-diff'
import { JsonView } from '../data/json-view'
import { TargetText } from '../data/target-text'
import { Badge } from '../ui/badge'
import { Dialog } from '../ui/dialog'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'
import { makers, outcomeIn } from './history-words'

const link = 'underline decoration-line underline-offset-3'

/** One change with the values before and after, as far as they are recorded. */
export function HistoryDialog({
  entry,
  groupId,
  onClose,
}: {
  entry: HistoryEntry
  /** The project that the whole history is about. */
  groupId: string | undefined
  onClose: () => void
}) {
  const { what, time, by, actor, type, target, requestId, seq, events, before, after } = entry
  const outcome = outcomeIn(entry)
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} size="lg" title={what}>
      <div className="grid grid-cols-1 gap-4">
        <Facts
          items={[
            ['Time', <Time key="time" at={time} />],
            [
              'Made with',
              <Badge key="by" tone={makers[by].tone}>
                {makers[by].name}
              </Badge>,
            ],
            ['Who', actor],
            [
              'Event type',
              <code key="type" className="font-mono text-xs">
                {type}
              </code>,
            ],
            ...(target
              ? [
                  [
                    'Target',
                    <TargetText key="target" target={target} groupId={groupId} withIds withLinks />,
                  ] as const,
                ]
              : []),
            ...(outcome ? [['Outcome', outcome] as const] : []),
            ...(events.length > 0
              ? [['Events in Atlas', events.map(eventName).join(', ')] as const]
              : []),
            ...(requestId
              ? [
                  [
                    'Request',
                    <Link key="request" className={link} href={routes.request(requestId)}>
                      View request
                    </Link>,
                  ] as const,
                ]
              : []),
            ...(seq
              ? [
                  [
                    'Audit log',
                    <Link key="row" className={link} href={routes.auditRow(String(seq))}>
                      Row {seq}
                    </Link>,
                  ] as const,
                ]
              : []),
          ]}
        />
        {before !== null && before !== undefined && after !== null ? (
          <section className="grid gap-2">
            <h3 className="font-medium text-sm">Difference</h3>
            <JsonDiff from={before} to={after} label={`The difference of ${what}`} />
          </section>
        ) : after !== null && after !== undefined ? (
          <section className="grid gap-2">
            <h3 className="font-medium text-sm">Values sent</h3>
            <JsonView value={after} label="Values sent" />
          </section>
        ) : (
          <p className="text-muted text-sm">
            {by === 'gatehouse'
              ? 'This change has no values.'
              : 'Atlas does not record the values of this change.'}
          </p>
        )}
      </div>
    </Dialog>
  )
}
