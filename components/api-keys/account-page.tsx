'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { accountState } from '@/lib/ops/service-account-shapes'
import {
  deleteServiceAccount,
  getServiceAccount,
  updateServiceAccount,
} from '@/lib/ops/service-accounts'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { Missing } from '../blocks/missing'
import { OpPanel } from '../blocks/op-panel'
import { ConfirmAction } from '../ops/confirm-action'
import { Copyable } from '../ui/copyable'
import { PageHead } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { AccountProjects } from './account-projects'
import { AccountSecrets } from './account-secrets'
import { secretStyles } from './account-words'
import { AccountAccessList } from './credential-access-lists'
import { Marks, useOwn } from './marks'
import { RotationCard } from './rotation-card'
import { useWhyManaged } from './use-account-rows'

/** One service account of an organization: its secrets, roles and projects, and from where it can be used. */
export function AccountPage(place: { orgId: string; clientId: string }) {
  const { orgId, clientId } = place
  const { data: answer, error } = useQuery(read(getServiceAccount, place))
  const account = answer?.misfit ? undefined : answer?.data
  const whyOwn = useOwn({ orgId }).whyAccount(clientId)
  const whyManaged = useWhyManaged(place)
  const whyNot = whyManaged ?? whyOwn
  const now = useNow(60_000)
  const opened = {
    name: account?.name ?? '',
    description: account?.description ?? '',
    roles: account?.roles ?? [],
  }
  const back = { label: 'Service accounts', href: routes.serviceAccounts(orgId) }
  if (error?.kind === 'not-found')
    return <Missing what="Service account" wasThere={answer !== undefined} back={back} />
  return (
    <>
      <PageHead
        back={back}
        title={account?.name || 'Service account'}
        lead={account?.description}
        badges={
          account && (
            <>
              <StateBadge styles={secretStyles} state={accountState(account, now)} />
              {whyManaged && <Marks marks={['managed']} />}
              {whyOwn && <Marks marks={['own']} />}
            </>
          )
        }
        actions={
          <>
            <FormButton
              op={updateServiceAccount}
              place={place}
              label="Edit"
              ariaLabel="Edit this service account"
              whyNot={account ? null : 'The account is not loaded.'}
              size="md"
              form={(close) => (
                <FormSheet
                  op={updateServiceAccount}
                  start={{ ...place, ...opened, opened }}
                  onClose={close}
                />
              )}
            />
            <ConfirmAction
              op={deleteServiceAccount}
              input={place}
              whyNot={whyNot ?? null}
              variant="danger-plain"
              ariaLabel="Delete this service account"
            />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <OpPanel
          op={getServiceAccount}
          input={place}
          title="Service account"
          facts={(data) => [
            ['Client ID', <Copyable key="id" value={data.clientId} what="client ID" />],
            ['Created', <Time key="at" at={data.createdAt} />],
            ['Roles in the organization', list((data.roles ?? []).map(roleInWords)) || 'None'],
          ]}
        />
        <AccountSecrets {...place} />
        <RotationCard {...place} />
        <AccountProjects {...place} whyOwn={whyNot} />
        <AccountAccessList {...place} />
      </div>
    </>
  )
}
