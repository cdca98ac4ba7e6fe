'use client'
import { UserCheck } from 'lucide-react'
import type { Reading } from '@/lib/client/use-op'
import type { ConnectedOrg, UserConflict } from '@/lib/ops/federation-shapes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'

const c = column<UserConflict>()
const columns = [
  c.text(['name', (u) => [u.firstName, u.lastName].filter(Boolean).join(' ') || null], 'Name'),
  c.copyable('emailAddress', 'Email'),
  c.copyable('userId', 'User ID'),
]

/** Users of the organization whose email domain the identity provider does not cover. */
export function ConflictsPanel({ query }: { query: Reading<ConnectedOrg> }) {
  return (
    <Panel
      title="User conflicts"
      query={query}
      skeletonRows={2}
      isEmpty={(data) => !data.userConflicts?.length}
      empty={
        <Empty
          icon={<UserCheck />}
          title="No conflicts"
          hint="Every member's email domain matches the identity provider."
        />
      }
    >
      {(data) => (
        <>
          <p className="px-4 pt-3 text-muted text-sm">
            These members' email domains don't match the identity provider, so they bypass it.
            Remove them or change their email in Atlas.
          </p>
          <DataTable
            name="conflicts"
            what="users"
            rows={data.userConflicts ?? []}
            columns={columns}
            rowId={(user) => user.userId ?? user.emailAddress ?? JSON.stringify(user)}
          />
        </>
      )}
    </Panel>
  )
}
