'use client'
import {
  type CustomDbRole,
  deleteCustomDbRole,
  listCustomDbRoles,
  parentsOf,
  privilegesOf,
} from '@/lib/ops/custom-db-roles'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'

type Place = { groupId: string }

const c = column<CustomDbRole>()
const columns = [
  c.copyable('roleName', 'Role', { width: '24%' }),
  c.lines('privileges', privilegesOf, 'Privileges', { width: '46%' }),
  c.list('inherits', parentsOf, 'Inherits from'),
]

const actions = [rowActions<CustomDbRole, Place>().confirm(deleteCustomDbRole)]

/** The custom database roles of a project. */
export const CustomDbRoles = ({ groupId }: Place) => (
  <OpList
    op={listCustomDbRoles}
    input={{ groupId }}
    what="database roles"
    columns={columns}
    rowName={({ roleName }) => roleName}
    actions={actions}
    bulk={[deleteCustomDbRole]}
    empty={{ hint: 'Create one in Atlas when MongoDB’s built-in roles allow too much.' }}
  />
)
