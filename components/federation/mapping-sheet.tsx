'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { bareMapping } from '@/lib/ops/connected-org-whole'
import { type RoleMapping, roleMapping } from '@/lib/ops/federation-shapes'
import { createRoleMapping, getRoleMapping, updateRoleMapping } from '@/lib/ops/role-mappings'
import { Field } from '../form/field'
import { OpForm } from '../form/op-form'
import { Sheet } from '../ui/dialog'
import { AssignmentFields } from './assignment-fields'
import { IN_ORG, rowsOf, shapeMapping } from './mapping-form'

type Place = { federationSettingsId: string; orgId: string }

const Group = () => (
  <Field
    name="externalGroupName"
    label="Group"
    spellCheck={false}
    autoCapitalize="off"
    hint="The exact name that the identity provider sends."
  />
)

/** Creates a role mapping. */
export function CreateMappingSheet({ place, onClose }: { place: Place; onClose: () => void }) {
  const [start] = useState(
    (): FieldValues => ({
      ...place,
      externalGroupName: '',
      rows: [{ place: IN_ORG, role: '' }],
    }),
  )
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title="Create a role mapping"
      description="Members of the group get these roles at their next sign-in."
    >
      <OpForm
        op={createRoleMapping}
        start={start}
        shape={shapeMapping}
        submit="Create mapping"
        pending="Creating…"
        done="Role mapping created"
        onDone={onClose}
        onCancel={onClose}
      >
        <Group />
        <AssignmentFields orgId={place.orgId} />
      </OpForm>
    </Sheet>
  )
}

/** Changes a role mapping. */
export function ChangeMappingSheet({
  place,
  mapping,
  onClose,
}: {
  place: Place
  mapping: RoleMapping & { id: string }
  onClose: () => void
}) {
  const cache = useQueryClient()
  const [start] = useState(
    (): FieldValues => ({
      ...place,
      id: mapping.id,
      opened: mapping,
      externalGroupName: mapping.externalGroupName ?? '',
      rows: rowsOf(mapping, place.orgId),
    }),
  )
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`Edit the roles of ${mapping.externalGroupName ?? mapping.id}`}
      description="Saving replaces all roles of the group: a role that isn’t listed here is removed."
    >
      <OpForm
        op={updateRoleMapping}
        start={start}
        shape={shapeMapping}
        submit="Save changes"
        pending="Saving…"
        done="Role mapping updated"
        changes={{ was: (input) => bareMapping(input.opened), label: 'The mapping' }}
        opened={{
          label: 'The mapping',
          reload: async () => {
            const { data } = await cache.fetchQuery({
              ...read(getRoleMapping, { ...place, id: mapping.id }),
              staleTime: 0,
            })
            return roleMapping.parse(data)
          },
          start: (now) => {
            const there = roleMapping.parse(now)
            return {
              externalGroupName: there.externalGroupName ?? '',
              rows: rowsOf(there, place.orgId),
            }
          },
        }}
        onDone={onClose}
        onCancel={onClose}
      >
        <Group />
        <AssignmentFields orgId={place.orgId} />
      </OpForm>
    </Sheet>
  )
}
