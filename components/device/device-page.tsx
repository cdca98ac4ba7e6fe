'use client'
import { type CliSession, endCliSession, listCliSessions } from '@/lib/ops/cli-sessions'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { SignInCode } from './sign-in-code'

const c = column<CliSession>()
const columns = [
  c.text(['client', ({ userAgent }) => userAgent ?? 'Unknown client'], 'Client'),
  c.text('address', 'Address'),
  c.time('seenAt', 'Last seen'),
  c.time('endsAt', 'Expires if unused'),
]

const on = rowActions<CliSession, object>()
const actions = [on.confirm(endCliSession, { input: ({ id }) => ({ sessionId: id }) })]

/** Where a person signs in their command line, and ends its sessions. */
export const DevicePage = () => (
  <div className="grid grid-cols-1 gap-4">
    <SignInCode />
    <OpList
      op={listCliSessions}
      input={{}}
      title="Your command line sessions"
      what="command line sessions"
      columns={columns}
      rowId={({ id }) => id}
      rowName={({ userAgent }) => userAgent ?? 'the session'}
      actions={actions}
      isShort
      empty={{
        title: 'No open sessions',
        hint: 'Run “atlas auth login” with Gatehouse’s address, and enter the code that it shows.',
      }}
    />
  </div>
)
