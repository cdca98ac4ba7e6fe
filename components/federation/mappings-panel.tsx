'use client'
import { Users } from 'lucide-react'
import type { Reading } from '@/lib/client/use-op'
import { getConnectedOrg } from '@/lib/ops/connected-orgs'
import type { ConnectedOrg } from '@/lib/ops/federation-shapes'
import { createRoleMapping, deleteRoleMapping, updateRoleMapping } from '@/lib/ops/role-mappings'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { type MappingRow, toMappingRow } from './mapping-rows'
import { useNames } from './use-federation'

const CreateMappingSheet = lazyComponent(() =>
  import('./mapping-sheet').then((m) => m.CreateMappingSheet),
)
const ChangeMappingSheet = lazyComponent(() =>
  import('./mapping-sheet').then((m) => m.ChangeMappingSheet),
)

type Place = { federationSettingsId: string; orgId: string }

const c = column<MappingRow>()
const columns = [
  c.copyable('group', 'Group', { width: '26%' }),
  c.text(['inOrg', (row) => row.inOrg.join(', ') || null], 'In the organization', { width: '24%' }),
  c.custom(
    ['inProjects', (row) => row.inProjects.map((p) => `${p.name}: ${p.role}`).join(', ') || null],
    'In projects',
    ({ inProjects }) =>
      inProjects.length === 0 ? (
        none
      ) : (
        <ul className="grid gap-0.5">
          {inProjects.map(({ groupId, name, isKnown, role }) => (
            <li key={`${groupId} ${role}`}>
              <span className={isKnown ? 'font-medium' : 'font-mono text-xs'}>{name}</span>{' '}
              <span className="text-muted">
                {role}
                {isKnown ? '' : ' (unknown project)'}
              </span>
            </li>
          ))}
        </ul>
      ),
    { width: '32%' },
  ),
  c.copyable('id', 'Mapping ID', { optional: true }),
]

const on = rowActions<MappingRow, Place>()
const noId = ({ mapping }: MappingRow) => (mapping.id ? null : 'Atlas gave this mapping no ID.')
const actions = [
  on.form(updateRoleMapping, {
    label: 'Edit',
    says: (group) => `Edit the roles of ${group}`,
    whyNot: noId,
    show: ({ mapping }, place, close) => (
      <ChangeMappingSheet place={place} mapping={mapping} onClose={close} />
    ),
  }),
  on.confirm(deleteRoleMapping, {
    says: (group) => `Delete the role mapping of ${group}`,
    whyNot: noId,
    input: ({ id, mapping }, place) => ({ ...place, id, opened: mapping }),
  }),
]

/** Which roles each group of the identity provider gets. */
export function MappingsPanel({ place, query }: { place: Place; query: Reading<ConnectedOrg> }) {
  const { projectName } = useNames()
  const org = query.data?.misfit ? undefined : query.data?.data
  return (
    <OpList
      op={getConnectedOrg}
      input={place}
      name="mappings"
      title="Role mappings"
      what="role mappings"
      columns={columns}
      rows={({ roleMappings }) => (roleMappings ?? []).map((one) => toMappingRow(one, projectName))}
      rowId={(row) => row.id}
      rowName={(row) => row.group}
      actions={actions}
      buttons={
        <FormButton
          op={createRoleMapping}
          place={place}
          whyNot={
            query.data && !org?.identityProviderId
              ? 'Role mappings need an identity provider for sign-in. Choose one first.'
              : null
          }
          form={(close) => <CreateMappingSheet place={place} onClose={close} />}
        />
      }
      empty={{
        icon: <Users />,
        hint: 'People only get the default roles and the roles assigned to them in Atlas.',
      }}
    />
  )
}
