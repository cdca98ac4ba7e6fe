'use client'
import { Plus, Users } from 'lucide-react'
import { createContext, useContext, useMemo } from 'react'
import type { Reading } from '@/lib/client/use-op'
import type { ConnectedOrg } from '@/lib/ops/federation-shapes'
import { createRoleMapping, deleteRoleMapping, updateRoleMapping } from '@/lib/ops/role-mappings'
import { column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Empty } from '../ui/empty'
import { later } from '../ui/later'
import { usePanel } from '../ui/use-panel'
import { type MappingRow, toMappingRow } from './mapping-rows'
import { useNames } from './use-federation'

const CreateMappingSheet = later(() => import('./mapping-sheet').then((m) => m.CreateMappingSheet))
const ChangeMappingSheet = later(() => import('./mapping-sheet').then((m) => m.ChangeMappingSheet))

type Place = { federationSettingsId: string; orgId: string }
const AroundRows = createContext<{ place: Place; onChange: (id: string) => void } | undefined>(
  undefined,
)

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
                {isKnown ? '' : ' (gone, or not in your scope)'}
              </span>
            </li>
          ))}
        </ul>
      ),
    { width: '32%' },
  ),
  c.copyable('id', 'Mapping id', { optional: true }),
  c.actions((row) => <RowActions row={row} />),
]

function RowActions({ row: { id, group, mapping } }: { row: MappingRow }) {
  const around = useContext(AroundRows)
  if (!around) return null
  const { place, onChange } = around
  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5">
      <ActionButton
        op={updateRoleMapping}
        scope={{ kind: 'federation', ...place }}
        size="sm"
        aria-label={`Change the roles of ${group}`}
        aria-haspopup="dialog"
        onPress={() => onChange(id)}
      >
        Change
      </ActionButton>
      <ConfirmAction
        op={deleteRoleMapping}
        input={{ ...place, id, opened: mapping }}
        size="sm"
        look="danger-plain"
        label="Delete"
        ariaLabel={`Delete the mapping of ${group}`}
        title={`Delete the role mapping of ${group}?`}
        confirm="Delete the mapping"
        pending="Deleting…"
        done={`The mapping of ${group} is deleted`}
      />
    </span>
  )
}

/** Which groups of the identity provider have which roles. */
export function MappingsPanel({ place, query }: { place: Place; query: Reading<ConnectedOrg> }) {
  const { projectName } = useNames()
  const { panel, which, open, close } = usePanel(['create-mapping', 'change-mapping'], {
    whichKey: 'mapping',
  })
  const mappings = query.data?.misfit ? undefined : query.data?.data.roleMappings
  const rows = useMemo(
    () => (mappings ?? []).map((one) => toMappingRow(one, projectName)),
    [mappings, projectName],
  )
  const around = useMemo(
    () => ({
      place,
      onChange: (id: string) => void open('change-mapping', id),
    }),
    [place, open],
  )
  const chosen = mappings?.find((m) => m.id === which)
  const hasProvider = Boolean(
    query.data && !query.data.misfit && query.data.data.identityProviderId,
  )
  return (
    <AroundRows value={around}>
      <Panel
        title="Role mappings"
        query={query}
        skeletonRows={4}
        isEmpty={() => rows.length === 0}
        empty={
          <Empty
            icon={<Users />}
            title="No group is mapped to a role"
            hint="Who signs in gets what everybody gets, and what is given by name in Atlas."
          />
        }
        actions={
          <ActionButton
            op={createRoleMapping}
            scope={{ kind: 'federation', ...place }}
            size="sm"
            whyNot={
              query.data && !hasProvider
                ? 'Atlas takes no role mapping before people sign in through an identity provider. Connect one first.'
                : null
            }
            aria-haspopup="dialog"
            onPress={() => void open('create-mapping')}
          >
            <Plus aria-hidden /> Map a group
          </ActionButton>
        }
      >
        {() => (
          <DataTable
            name="mappings"
            what="role mappings"
            rows={rows}
            columns={columns}
            rowId={(row) => row.id}
          />
        )}
      </Panel>
      {panel === 'create-mapping' && <CreateMappingSheet place={place} onClose={close} />}
      {panel === 'change-mapping' && chosen?.id && (
        <ChangeMappingSheet
          key={chosen.id}
          place={place}
          mapping={{ ...chosen, id: chosen.id }}
          onClose={close}
        />
      )}
    </AroundRows>
  )
}
