'use client'
import { useMemo } from 'react'
import type { Reading } from '@/lib/client/use-op'
import { getConnectedOrg } from '@/lib/ops/connected-orgs'
import type { Op } from '@/lib/ops/define'
import type { ConnectedOrg } from '@/lib/ops/federation-shapes'
import { createRoleMapping, deleteRoleMapping, updateRoleMapping } from '@/lib/ops/role-mappings'
import { OpList } from '../blocks/op-list'
import { type RowAction, rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'
import { ActionButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import { usePanel } from '../ui/use-panel'
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
/** The address names the mapping whose form is open. */
const actionsOf = (edit: (id: string) => void): RowAction<MappingRow, Place>[] => [
  {
    op: updateRoleMapping as unknown as Op,
    show: (row, place, group) => (
      <ActionButton
        op={updateRoleMapping}
        scope={{ kind: 'federation', ...place }}
        whyNot={noId(row)}
        size="sm"
        variant="quiet"
        aria-label={`Edit the roles of ${group}`}
        aria-haspopup="dialog"
        onPress={() => edit(row.id)}
      >
        Edit
      </ActionButton>
    ),
  },
  on.confirm(deleteRoleMapping, {
    says: (group) => `Delete the role mapping of ${group}`,
    whyNot: noId,
    input: ({ id, mapping }, place) => ({ ...place, id, opened: mapping }),
  }),
]

/** Which roles each group of the identity provider gets. */
export function MappingsPanel({ place, query }: { place: Place; query: Reading<ConnectedOrg> }) {
  const { projectName } = useNames()
  const { panel, which, open, close } = usePanel(['create-mapping', 'change-mapping'], {
    whichKey: 'mapping',
  })
  const actions = useMemo(() => actionsOf((id) => void open('change-mapping', id)), [open])
  const org = query.data?.misfit ? undefined : query.data?.data
  const chosen = org?.roleMappings?.find(({ id }) => id === which)
  return (
    <>
      <OpList
        op={getConnectedOrg}
        input={place}
        name="mappings"
        what="role mappings"
        columns={columns}
        rows={({ roleMappings }) =>
          (roleMappings ?? []).map((one) => toMappingRow(one, projectName))
        }
        rowId={(row) => row.id}
        rowName={(row) => row.group}
        actions={actions}
        buttons={
          <ActionButton
            op={createRoleMapping}
            scope={{ kind: 'federation', ...place }}
            size="sm"
            whyNot={
              query.data && !org?.identityProviderId
                ? 'Role mappings need an identity provider for sign-in. Choose one first.'
                : null
            }
            aria-haspopup="dialog"
            onPress={() => void open('create-mapping')}
          >
            <svg aria-hidden className="icon-[plus]" /> Create mapping
          </ActionButton>
        }
        empty={{
          icon: <svg aria-hidden className="icon-[users]" />,
          hint: 'People only get the default roles and the roles assigned to them in Atlas.',
        }}
      />
      {panel === 'create-mapping' && <CreateMappingSheet place={place} onClose={close} />}
      {panel === 'change-mapping' && chosen && (
        <ChangeMappingSheet key={chosen.id} place={place} mapping={chosen} onClose={close} />
      )}
    </>
  )
}
