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
  c.copyable('emailAddress', 'E-mail address'),
  c.copyable('userId', 'User id'),
]

/** Users of the organization whom the federation does not cover. */
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
          title="No user is in conflict"
          hint="Everybody in this organization has an address of a domain that its provider is for."
        />
      }
    >
      {(data) => (
        <>
          <p className="px-4 pt-3 text-muted text-sm">
            They are in this organization with an address that its identity provider is not for.
            They still sign in their old way, past the provider: take them out, or change their
            address, in Atlas.
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
