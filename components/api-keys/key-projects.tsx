'use client'
import {
  type ApiKey,
  assignApiKey,
  changeApiKeyRoles,
  removeApiKey,
  rolesIn,
} from '@/lib/ops/api-keys'
import { getOrgApiKey } from '@/lib/ops/org-api-keys'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { lazyComponent } from '../ui/lazy-component'
import { type Assignment, assignmentColumns, useProjectNames } from './assignments'

const AssignToSheet = lazyComponent(
  () => import('./assign-to-sheet').then((m) => m.AssignToSheet),
  {
    soon: true,
  },
) as typeof import('./assign-to-sheet').AssignToSheet

type Place = { orgId: string; apiUserId: string }
type Row = Assignment & { whyOwn: string | undefined }

const columns = assignmentColumns('apiKeys')

const on = rowActions<Row, Place>()
const actions = [
  on.form(changeApiKeyRoles, {
    label: 'Edit roles',
    whyNot: ({ whyOwn }) => whyOwn,
    show: ({ groupId, roles, name }, { apiUserId }, close) => (
      <FormSheet
        op={changeApiKeyRoles}
        title={`Roles in ${name}`}
        start={{ groupId, apiUserId, roles: [...roles], opened: [...roles] }}
        onClose={close}
      />
    ),
  }),
  on.confirm(removeApiKey, {
    whyNot: ({ whyOwn }) => whyOwn,
    input: ({ groupId }, { apiUserId }) => ({ groupId, apiUserId }),
  }),
]

const projectsOf = ({ roles }: ApiKey) => [
  ...new Set((roles ?? []).flatMap((role) => role.groupId ?? [])),
]

/** The projects in which an API key has roles. */
export function KeyProjects({ whyOwn, ...place }: Place & { whyOwn: string | undefined }) {
  const nameOf = useProjectNames()
  return (
    <OpList
      op={getOrgApiKey}
      input={place}
      name="key-projects"
      what="projects"
      columns={columns}
      rows={(key): Row[] =>
        projectsOf(key).map((groupId) => ({
          groupId,
          roles: rolesIn(key, groupId),
          name: nameOf(groupId),
          whyOwn,
        }))
      }
      rowId={({ groupId }) => groupId}
      rowName={({ name }) => `in ${name}`}
      actions={actions}
      bulk={[removeApiKey]}
      buttons={
        <FormButton
          op={assignApiKey}
          place={place}
          label="Assign to a project"
          whyNot={whyOwn}
          form={(close) => (
            <AssignToSheet
              op={assignApiKey}
              id={{ apiUserId: place.apiUserId }}
              orgId={place.orgId}
              onClose={close}
            />
          )}
        />
      }
      empty={{
        icon: <svg aria-hidden className="icon-[folder]" />,
        hint: 'It has no roles in any project.',
      }}
    />
  )
}
