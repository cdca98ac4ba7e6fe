'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import {
  createServiceAccount,
  deleteServiceAccount,
  listServiceAccounts,
} from '@/lib/ops/service-accounts'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { lazyComponent } from '../ui/lazy-component'
import { accountColumns } from './account-columns'
import { type MarkedAccount, useMarkedAccounts } from './use-account-rows'

const CreateAccount = lazyComponent(() => import('./create-account').then((m) => m.CreateAccount), {
  soon: true,
})

type Place = { orgId: string }

const columns = accountColumns<MarkedAccount>('Roles in the organization')

const on = rowActions<MarkedAccount, Place>()
const actions = [
  on.confirm(deleteServiceAccount, {
    whyNot: ({ whyOwn }) => whyOwn,
    input: ({ clientId }, { orgId }) => ({ orgId, clientId }),
  }),
]

/** The service accounts of an organization. */
export function OrgAccounts({ orgId }: Place) {
  const plain = useQuery(read(listServiceAccounts, { orgId })).data
  const marked = useMarkedAccounts({ orgId }, plain?.misfit ? undefined : plain?.data.results)
  return (
    <OpList
      op={listServiceAccounts}
      input={{ orgId, includeSystemManaged: true }}
      what="service accounts"
      columns={columns}
      rows={(data) => data.results.map(marked)}
      rowId={({ clientId }) => clientId}
      rowName={({ name, clientId }) => name || clientId}
      href={({ clientId }) => routes.serviceAccount(orgId, clientId)}
      actions={actions}
      bulk={[deleteServiceAccount]}
      buttons={
        <FormButton
          op={createServiceAccount}
          place={{ orgId }}
          variant="primary"
          form={(close) => <CreateAccount place={{ orgId }} onClose={close} />}
        />
      }
      empty={{
        icon: <svg aria-hidden className="icon-[bot]" />,
        hint: 'Programs use service accounts to call the Atlas Admin API with short-lived tokens.',
      }}
    />
  )
}
