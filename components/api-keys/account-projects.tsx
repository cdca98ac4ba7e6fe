'use client'
import {
  assignServiceAccount,
  changeServiceAccountRoles,
  removeServiceAccount,
} from '@/lib/ops/project-service-accounts'
import { listAccountProjects } from '@/lib/ops/service-accounts'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { lazyComponent } from '../ui/lazy-component'
import { type Assignment, assignmentColumns, useProjectNames } from './assignments'

const AssignToSheet = lazyComponent(
  () => import('./assign-to-sheet').then((m) => m.AssignToSheet),
  { soon: true },
) as typeof import('./assign-to-sheet').AssignToSheet

type Place = { orgId: string; clientId: string }
type Row = Assignment & { whyOwn: string | undefined }

const columns = assignmentColumns('serviceAccounts')

const on = rowActions<Row, Place>()
const actions = [
  on.form(changeServiceAccountRoles, {
    label: 'Edit roles',
    whyNot: ({ whyOwn }) => whyOwn,
    show: ({ groupId, roles, name }, { clientId }, close) => (
      <FormSheet
        op={changeServiceAccountRoles}
        title={`Roles in ${name}`}
        start={{ groupId, clientId, roles: [...roles], opened: [...roles] }}
        onClose={close}
      />
    ),
  }),
  on.confirm(removeServiceAccount, {
    whyNot: ({ whyOwn }) => whyOwn,
    input: ({ groupId }, { clientId }) => ({ groupId, clientId }),
  }),
]

/** The projects in which a service account has roles. */
export function AccountProjects({ whyOwn, ...place }: Place & { whyOwn: string | undefined }) {
  const nameOf = useProjectNames()
  return (
    <OpList
      op={listAccountProjects}
      input={place}
      what="projects"
      columns={columns}
      rows={(data): Row[] =>
        data.results.map(({ groupId, roles }) => ({
          groupId,
          roles: roles ?? [],
          name: nameOf(groupId),
          whyOwn,
        }))
      }
      rowId={({ groupId }) => groupId}
      rowName={({ name }) => `in ${name}`}
      actions={actions}
      bulk={[removeServiceAccount]}
      buttons={
        <FormButton
          op={assignServiceAccount}
          place={place}
          label="Assign to a project"
          whyNot={whyOwn}
          form={(close) => (
            <AssignToSheet
              op={assignServiceAccount}
              id={{ clientId: place.clientId }}
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
