'use client'
import {
  assignServiceAccount,
  changeServiceAccountRoles,
  createProjectServiceAccount,
  listProjectServiceAccounts,
  removeServiceAccount,
} from '@/lib/ops/project-service-accounts'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { lazyComponent } from '../ui/lazy-component'
import { accountColumns } from './account-columns'
import { type MarkedAccount, useMarkedAccounts } from './use-account-rows'

const CreateAccount = lazyComponent(() => import('./create-account').then((m) => m.CreateAccount), {
  soon: true,
})
const AssignAccount = lazyComponent(() => import('./assign-account').then((m) => m.AssignAccount), {
  soon: true,
})

type Place = { groupId: string }

const columns = accountColumns<MarkedAccount>('Roles in this project')

const on = rowActions<MarkedAccount, Place>()
const actions = [
  on.form(changeServiceAccountRoles, {
    label: 'Edit roles',
    whyNot: ({ whyOwn }) => whyOwn,
    show: ({ clientId, name, roles }, place, close) => (
      <FormSheet
        op={changeServiceAccountRoles}
        title={`Roles of ${name || clientId}`}
        description="This replaces its roles in this project. Its roles elsewhere stay."
        start={{ ...place, clientId, roles: roles ?? [], opened: roles ?? [] }}
        onClose={close}
      />
    ),
  }),
  on.confirm(removeServiceAccount, {
    whyNot: ({ whyOwn }) => whyOwn,
    input: ({ clientId }, place) => ({ ...place, clientId }),
  }),
]

/** The service accounts of a project. */
export function ProjectAccounts(place: Place) {
  const marked = useMarkedAccounts(place)
  return (
    <OpList
      op={listProjectServiceAccounts}
      input={place}
      what="service accounts"
      columns={columns}
      rows={(data) => data.results.map(marked)}
      rowId={({ clientId }) => clientId}
      rowName={({ name, clientId }) => name || clientId}
      actions={actions}
      bulk={[removeServiceAccount]}
      buttons={
        <>
          <FormButton
            op={createProjectServiceAccount}
            place={place}
            form={(close) => <CreateAccount place={place} onClose={close} />}
          />
          <FormButton
            op={assignServiceAccount}
            place={place}
            variant="primary"
            form={(close) => <AssignAccount {...place} onClose={close} />}
          />
        </>
      }
      empty={{
        icon: <svg aria-hidden className="icon-[bot]" />,
        hint: 'Assign a service account of the organization to give a program access.',
      }}
    />
  )
}
