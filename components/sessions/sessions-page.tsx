'use client'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import type { Command } from '@/lib/ops/define'
import { endSession, listSessions } from '@/lib/ops/sessions'
import { BulkButtons } from '../blocks/bulk-buttons'
import { RolePage } from '../blocks/role-page'
import type { RowAction } from '../blocks/row-actions'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { ConfirmAction } from '../ops/confirm-action'
import { Badge } from '../ui/badge'
import { Empty } from '../ui/empty'

type Session = z.output<typeof listSessions.output>['results'][number]

const c = column<Session>()
const columns = [
  c.custom(['name', (s) => s.name], 'Person', (s) => (
    <span className="inline-flex items-center gap-2">
      <bdi>{s.name}</bdi>
      {s.isMe && <Badge tone="accent">This session</Badge>}
      {s.isCli && <Badge>Command line</Badge>}
    </span>
  )),
  c.text('account', 'Account'),
  c.text(['groups', (s) => s.groups.join(', ')], 'Groups'),
  c.text('address', 'Address'),
  c.time('startedAt', 'Signed in'),
  c.time('seenAt', 'Last seen'),
  c.time('endsAt', 'Expires if unused'),
  c.actions((s) => (
    <ConfirmAction
      op={endSession}
      input={{ sessionId: s.id }}
      label="End session"
      ariaLabel={`End session of ${s.name}`}
      variant="danger-quiet"
      size="sm"
      title={s.isMe ? 'End your own session?' : `End the session of ${s.name}?`}
      description="Commands stop at once, and reads within ten seconds. It takes a new sign-in to continue."
      confirm="End session"
      pending="Ending…"
      done={`Ended the session of ${s.name}`}
    />
  )),
]

const actions: ReadonlyArray<RowAction<Session, object>> = [
  {
    op: endSession as unknown as Command,
    show: () => null,
    whyNot: (s) => (s.isMe ? 'This is your own session. Sign out instead.' : null),
    bulk: { isDanger: true, input: ({ id }) => ({ sessionId: id }) },
  },
]
const nameOf = (s: Session) => [s.name, s.address].filter(Boolean).join(', ')

/** Who is signed in. Ending a session refuses its commands at once, and its reads within ten seconds. */
export const SessionsPage = () => (
  <RolePage op={listSessions} title="Sessions" lead="People who are signed in to Gatehouse.">
    <Table />
  </RolePage>
)

function Table() {
  const sessions = useQuery(read(listSessions, {}))
  return (
    <Panel
      title="Open sessions"
      query={sessions}
      skeletonRows={5}
      isEmpty={(data) => data.results.length === 0}
      empty={<Empty title="Nobody is signed in" />}
    >
      {(data) => (
        <>
          {data.total > data.results.length && (
            <p className="px-4 pb-3 text-muted text-sm">
              Showing the {data.results.length} most recently used of {data.total} sessions.
            </p>
          )}
          <DataTable
            name="sessions"
            what="sessions"
            rows={data.results}
            columns={columns}
            rowId={(s) => s.id}
            rowName={nameOf}
            bulk={(chosen, select) => (
              <BulkButtons
                {...{ actions, chosen, select }}
                place={{}}
                what="sessions"
                rowId={(s) => s.id}
                rowName={nameOf}
              />
            )}
          />
        </>
      )}
    </Panel>
  )
}
