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
                {isKnown ? '' : ' (unknown project)'}
              </span>
            </li>
          ))}
        </ul>
      ),
    { width: '32%' },
  ),
  c.copyable('id', 'Mapping ID', { optional: true }),
  c.actions((row) => <RowActions row={row} />),
]

function RowActions({ row: { id, group, mapping } }: { row: MappingRow }) {
  const around = useContext(AroundRows)
  if (!around) return null
  const { place, onChange } = around
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      <ActionButton
        op={updateRoleMapping}
        scope={{ kind: 'federation', ...place }}
        size="sm"
        variant="quiet"
        aria-label={`Edit the roles of ${group}`}
        aria-haspopup="dialog"
        onPress={() => onChange(id)}
      >
        Edit
      </ActionButton>
      <ConfirmAction
        op={deleteRoleMapping}
        input={{ ...place, id, opened: mapping }}
        size="sm"
        variant="danger-quiet"
        label="Delete"
        ariaLabel={`Delete the role mapping of ${group}`}
        title={`Delete the role mapping of ${group}?`}
        confirm="Delete mapping"
        pending="Deleting…"
        done={`Role mapping of ${group} deleted`}
      />
    </span>
  )
}

/** Which roles each group of the identity provider gets. */
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
            title="No role mappings"
            hint="People only get the default roles and the roles assigned to them in Atlas."
          />
        }
        actions={
          <ActionButton
            op={createRoleMapping}
            scope={{ kind: 'federation', ...place }}
            size="sm"
            whyNot={
              query.data && !hasProvider
                ? 'Role mappings need an identity provider for sign-in. Choose one first.'
                : null
            }
            aria-haspopup="dialog"
            onPress={() => void open('create-mapping')}
          >
            <Plus aria-hidden /> Create mapping
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
