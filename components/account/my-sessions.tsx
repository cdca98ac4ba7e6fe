'use client'
import { readerZone } from '@/lib/client/use-zone'
import { clientName } from '@/lib/format/client-name'
import { inZone } from '@/lib/format/time'
import { endMySession, listMySessions, type MySession } from '@/lib/ops/sessions'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { Badge } from '../ui/badge'
import { ExactTime } from '../ui/time'

const clientOf = ({ userAgent }: MySession) => clientName(userAgent)

const c = column<MySession>()
const columns = [
  c.custom(['client', clientOf], 'Client', (session) => (
    <span className="inline-flex flex-wrap items-center gap-2" title={session.userAgent ?? ''}>
      {clientOf(session)}
      {session.isMe && <Badge tone="accent">This session</Badge>}
      {session.isCli && <Badge>Command line</Badge>}
    </span>
  )),
  c.text('address', 'Address'),
  // To the second: several are often of the same browser and address.
  c.custom(['startedAt', ({ startedAt }) => startedAt], 'Signed in', ({ startedAt }) => (
    <ExactTime at={startedAt} seconds />
  )),
  c.time('seenAt', 'Last used'),
  c.time('endsAt', 'Expires if unused'),
]

const actions = [
  rowActions<MySession, object>().confirm(endMySession, {
    input: ({ id }) => ({ sessionId: id }),
    label: 'End session',
    whyNot: ({ isMe }) => (isMe ? 'You use this session now. Sign out instead.' : undefined),
  }),
]

/** The browsers and command lines in which a person is signed in. */
export const MySessions = () => (
  <OpList
    op={listMySessions}
    input={{}}
    title="Your sessions"
    what="sessions"
    columns={columns}
    rowId={({ id }) => id}
    rowName={(session) =>
      `${clientOf(session)} at ${session.address ?? 'an unknown address'}, signed in ${inZone(session.startedAt, { seconds: true, timeZone: readerZone() })}`
    }
    actions={actions}
    bulk={[endMySession]}
    isShort
    empty={{ hint: 'Sign in to see your session here.' }}
  />
)
