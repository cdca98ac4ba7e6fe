'use client'
import { LockKeyhole } from 'lucide-react'
import { list } from '@/lib/format/words'
import {
  type CustomDbRole,
  deleteCustomDbRole,
  listCustomDbRoles,
  parentsOf,
  privilegesOf,
} from '@/lib/ops/custom-db-roles'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'

type Place = { groupId: string }

const privileges = (role: CustomDbRole) =>
  [...privilegesOf(role)].map(([at, actions]) => `${at}: ${actions.join(', ')}`)

const FEW = 4
function Privileges({ role }: { role: CustomDbRole }) {
  const all = privileges(role)
  const lines = (some: string[]) =>
    some.map((text) => (
      <span key={text} className="block break-words">
        {text}
      </span>
    ))
  return (
    <>
      {lines(all.slice(0, FEW))}
      {all.length > FEW && (
        <details>
          <summary className="cursor-pointer text-muted">{`${all.length - FEW} more`}</summary>
          {lines(all.slice(FEW))}
        </details>
      )}
    </>
  )
}

const c = column<CustomDbRole>()
const columns = [
  c.copyable('roleName', 'Role', { width: '24%' }),
  c.custom(
    ['privileges', (role) => privileges(role).join('; ') || null],
    'Privileges',
    (role) => (privilegesOf(role).size > 0 ? <Privileges role={role} /> : none),
    { width: '46%' },
  ),
  c.text(['inherits', (role) => list(parentsOf(role)) || null], 'Inherits from'),
]

const on = rowActions<CustomDbRole, Place>()
const actions = [
  on.confirm(deleteCustomDbRole, {
    input: ({ roleName }, { groupId }) => ({ groupId, roleName }),
  }),
]

/** The custom database roles of a project. */
export const CustomDbRoles = ({ groupId }: Place) => (
  <OpList
    op={listCustomDbRoles}
    input={{ groupId }}
    title="Custom database roles"
    what="roles"
    columns={columns}
    rowName={({ roleName }) => roleName}
    actions={actions}
    bulk={[deleteCustomDbRole]}
    empty={{
      icon: <LockKeyhole />,
      hint: 'Create one in Atlas when MongoDB’s own roles allow too much.',
    }}
  />
)
