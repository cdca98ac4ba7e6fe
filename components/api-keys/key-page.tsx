'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { deleteOrgApiKey, getOrgApiKey, rolesInOrg, updateOrgApiKey } from '@/lib/ops/org-api-keys'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { Missing } from '../blocks/missing'
import { OpPanel } from '../blocks/op-panel'
import { ConfirmAction } from '../ops/confirm-action'
import { Copyable } from '../ui/copyable'
import { PageHead } from '../ui/page'
import { Time } from '../ui/time'
import { createdAt } from './age'
import { KeyAccessList } from './credential-access-lists'
import { KeyProjects } from './key-projects'
import { Marks, useOwn } from './marks'

/** One API key of an organization: its roles, its projects, and from where it can be used. */
export function KeyPage(place: { orgId: string; apiUserId: string }) {
  const { orgId, apiUserId } = place
  const { data: answer, error } = useQuery(read(getOrgApiKey, place))
  const key = answer?.misfit ? undefined : answer?.data
  const whyOwn = useOwn({ orgId }).whyKey({ publicKey: key?.publicKey, id: apiUserId })
  const opened = { desc: key?.desc ?? '', roles: key ? rolesInOrg(key) : [] }
  const back = { label: 'API keys', href: routes.orgApiKeys(orgId) }
  if (error?.kind === 'not-found')
    return <Missing what="API key" wasThere={answer !== undefined} back={back} />
  return (
    <>
      <PageHead
        back={back}
        title={key?.desc || key?.publicKey || 'API key'}
        badges={whyOwn && <Marks marks={['own']} />}
        actions={
          <>
            <FormButton
              op={updateOrgApiKey}
              place={place}
              label="Edit"
              ariaLabel="Edit this key"
              whyNot={key ? null : 'The key is not loaded.'}
              size="md"
              form={(close) => (
                <FormSheet
                  op={updateOrgApiKey}
                  start={{ ...place, ...opened, opened }}
                  onClose={close}
                />
              )}
            />
            <ConfirmAction
              op={deleteOrgApiKey}
              input={place}
              whyNot={whyOwn ?? null}
              variant="danger-plain"
              ariaLabel="Delete this key"
            />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <OpPanel
          op={getOrgApiKey}
          input={place}
          title="API key"
          facts={(data) => [
            [
              'Public key',
              data.publicKey ? (
                <Copyable key="p" value={data.publicKey} what="public key" />
              ) : (
                'Unknown'
              ),
            ],
            ['ID', <Copyable key="id" value={data.id} what="ID" />],
            ['Created', <Time key="at" at={createdAt(data.id)} />],
            ['Roles in the organization', list(rolesInOrg(data).map(roleInWords)) || 'None'],
          ]}
        />
        <KeyProjects {...place} whyOwn={whyOwn} />
        <KeyAccessList {...place} />
      </div>
    </>
  )
}
