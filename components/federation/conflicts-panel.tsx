'use client'
import { getConnectedOrg } from '@/lib/ops/connected-orgs'
import type { UserConflict } from '@/lib/ops/federation-shapes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'

const c = column<UserConflict>()
const columns = [
  c.text(['name', (u) => [u.firstName, u.lastName].filter(Boolean).join(' ') || null], 'Name'),
  c.copyable('emailAddress', 'Email'),
  c.copyable('userId', 'User ID'),
]

/** Users of the organization whose email domain the identity provider does not cover. */
export const ConflictsPanel = ({
  place,
}: {
  place: { federationSettingsId: string; orgId: string }
}) => (
  <OpList
    op={getConnectedOrg}
    input={place}
    name="conflicts"
    title="User conflicts"
    what="users"
    columns={columns}
    rows={({ userConflicts }) => userConflicts ?? []}
    rowName={(user) => user.userId ?? user.emailAddress ?? JSON.stringify(user)}
    empty={{
      icon: <svg aria-hidden className="icon-[user-check]" />,
      title: 'No conflicts',
      hint: 'Every member’s email domain matches the identity provider.',
    }}
  >
    {() => (
      <p className="border-line border-t px-4 py-2.5 text-muted text-sm">
        These members’ email domains don’t match the identity provider, so they bypass it. Remove
        them or change their email in Atlas.
      </p>
    )}
  </OpList>
)
