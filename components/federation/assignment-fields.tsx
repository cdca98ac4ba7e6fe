'use client'
import { useId } from 'react'
import { get, useFieldArray, useWatch } from 'react-hook-form'
import { isOrgRole, orgRoleNames, orgRoles, projectRoles, roleInWords } from '@/lib/ops/atlas-roles'
import { FieldWords, useField } from '../form/field'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Select } from '../ui/input'
import { IN_ORG } from './mapping-form'
import { useNames } from './use-federation'

/** The roles of a mapping, each for the organization or one of its projects. */
export function AssignmentFields({ orgId }: { orgId: string }) {
  const { id, error, form } = useField('roleAssignments')
  const { fields, append, remove } = useFieldArray({ name: 'rows' })
  return (
    <fieldset aria-describedby={`${id}-hint ${id}-error`} aria-invalid={error ? true : undefined}>
      <legend className="mb-1.5 font-medium text-sm">Roles</legend>
      <ul className="grid gap-2">
        {fields.map((field, index) => (
          <li key={field.id}>
            <Row
              index={index}
              orgId={orgId}
              error={get(form.formState.errors, `roleAssignments.${index}.role.message`)}
              onRemove={() => remove(index)}
            />
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        className="mt-2"
        onClick={() =>
          append({ place: IN_ORG, role: '' }, { focusName: `rows.${fields.length}.role` })
        }
      >
        <svg aria-hidden className="icon-[plus]" /> Add a role
      </Button>
      <FieldWords id={id} error={error} />
    </fieldset>
  )
}

function Row({
  index,
  orgId,
  error,
  onRemove,
}: {
  index: number
  orgId: string
  error: unknown
  onRemove: () => void
}) {
  const id = useId()
  const { form } = useField(`roleAssignments.${index}.role`)
  const { orgName, projectsOf, projectName } = useNames()
  const { place, role } = useWatch({ name: `rows.${index}` }) ?? {}
  const projects = projectsOf(orgId)
  const isUnknown =
    place && place !== IN_ORG && !projects.some((project) => project.groupId === place)
  const known = place === IN_ORG ? orgRoleNames : Object.keys(projectRoles)
  const words = (name: string) => (isOrgRole(name) ? orgRoles[name] : roleInWords(name))
  const number = index + 1
  const sentence = typeof error === 'string' ? error : undefined
  const wrong = {
    'aria-invalid': sentence !== undefined || undefined,
    'aria-describedby': `${id}-error`,
  }
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <Select
          aria-label={`Scope of role ${number}`}
          className="max-sm:col-span-2"
          {...form.register(`rows.${index}.place`, {
            // An organization role does not exist in a project, and the other way round.
            onChange: (event) => {
              const isOrg = event.target.value === IN_ORG
              if (role && isOrg !== isOrgRole(role)) form.setValue(`rows.${index}.role`, '')
            },
          })}
        >
          <option value={IN_ORG}>{orgName(orgId) ?? 'The organization'} (organization)</option>
          {isUnknown && (
            <option value={place}>{projectName(place) ?? `Project ${place} (unknown)`}</option>
          )}
          {projects.map(({ groupId, name }) => (
            <option key={groupId} value={groupId}>
              {name}
            </option>
          ))}
        </Select>
        <Select aria-label={`Role ${number}`} {...wrong} {...form.register(`rows.${index}.role`)}>
          <option value="">Choose a role</option>
          {role && !known.includes(role) && <option value={role}>{words(role)}</option>}
          {known.map((name) => (
            <option key={name} value={name}>
              {words(name)}
            </option>
          ))}
        </Select>
        <IconButton
          label={`Remove role ${number}`}
          icon={<svg aria-hidden className="icon-[x]" />}
          onClick={onRemove}
        />
      </div>
      <FieldWords id={id} error={sentence} />
    </>
  )
}
