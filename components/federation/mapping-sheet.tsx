'use client'
import { useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { bareMapping } from '@/lib/ops/connected-org-whole'
import { type RoleMapping, roleMapping } from '@/lib/ops/federation-shapes'
import { createRoleMapping, updateRoleMapping } from '@/lib/ops/role-mappings'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { Field } from '../form/field'
import { AssignmentFields } from './assignment-fields'
import { IN_ORG, rowsOf, shapeMapping } from './mapping-form'

type Props = { place: { federationSettingsId: string; orgId: string }; onClose: () => void }

const Fields = ({ orgId }: { orgId: string }) => (
  <>
    <Field
      name="externalGroupName"
      label="Group"
      spellCheck={false}
      autoCapitalize="off"
      hint="The exact name that the identity provider sends."
    />
    <AssignmentFields orgId={orgId} />
  </>
)

/** Creates a role mapping. */
export const CreateMappingSheet = ({ place, onClose }: Props) => (
  <FormSheetOpen
    op={createRoleMapping}
    size="lg"
    title="Create a role mapping"
    description="Members of the group get these roles at their next sign-in."
    start={{ ...place, externalGroupName: '', rows: [{ place: IN_ORG, role: '' }] }}
    shape={shapeMapping}
    onClose={onClose}
  >
    <Fields orgId={place.orgId} />
  </FormSheetOpen>
)

/** Changes a role mapping. */
export function ChangeMappingSheet({ place, mapping, onClose }: Props & { mapping: RoleMapping }) {
  const fieldsOf = (one: RoleMapping): FieldValues => ({
    externalGroupName: one.externalGroupName ?? '',
    rows: rowsOf(one, place.orgId),
  })
  const [opened] = useState(mapping)
  return (
    <FormSheetOpen
      op={updateRoleMapping}
      size="lg"
      title={`Edit the roles of ${opened.externalGroupName ?? opened.id}`}
      description="Saving replaces all roles of the group: a role that isn’t listed here is removed."
      start={{ ...place, id: opened.id ?? '', opened, ...fieldsOf(opened) } as FieldValues}
      shape={shapeMapping}
      changes={{ was: (input) => bareMapping(input.opened), label: 'The mapping' }}
      opened={{ label: 'The mapping', start: (now) => fieldsOf(roleMapping.parse(now)) }}
      onClose={onClose}
    >
      <Fields orgId={place.orgId} />
    </FormSheetOpen>
  )
}
