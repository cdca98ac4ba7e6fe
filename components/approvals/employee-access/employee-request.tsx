'use client'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useMe } from '@/lib/client/use-me'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import { whyNotRequest } from '@/lib/ops/why-not'
import { routes } from '@/lib/routes'
import { FailureDetails } from '../../data/failure-details'
import { OpForm } from '../../form/op-form'
import { say } from '../../ops/tell'
import { Banner } from '../../ui/banner'
import { fileChecked } from '../new/checked'
import { Chosen } from '../new/cluster-field'
import { RoomForAside } from '../new/fields-aside'
import { TellWhere, useTerms, type Where } from '../new/use-terms'
import { type WhichClusters, WhichClustersField } from '../new/which-clusters'
import { EmployeeFields } from './employee-fields'
import { grantWithin } from './grant-within'

/** The form to request MongoDB employee access. */
export function EmployeeRequest({
  groupId,
  clusterName,
  replaces,
}: Where & { replaces?: string | undefined }) {
  const router = useRouter()
  const [where, setWhere] = useState<Where>({ groupId, clusterName })
  const [which, setWhich] = useState<WhichClusters>('One cluster')
  const isMany = which !== 'One cluster'
  const me = useMe()
  // The policy of the cluster says whether whoever can break glass can request it.
  const mayBreakGlass = me?.roles.includes('break-glass')
  const refused = me && !mayBreakGlass ? whyNotRequest(grantEmployeeAccess, me.roles) : undefined
  const query = useTerms(grantEmployeeAccess.id, where, replaces)
  const terms = query.data?.data
  const op = useMemo(() => fileChecked(terms, grantWithin(terms, isMany)), [terms, isMany])
  const start = useMemo(
    () => ({
      op: grantEmployeeAccess.id,
      input: { groupId, clusterName, grantType: undefined, minutes: undefined },
      reason: '',
      ticket: '',
      onFailure: 'stop' as const,
      ...(replaces ? { replaces } : {}),
    }),
    [groupId, clusterName, replaces],
  )
  return (
    <RoomForAside>
      <OpForm
        // Another target is another form.
        key={JSON.stringify(start)}
        op={op}
        start={start}
        draftOf={start}
        preview={false}
        submit="Send request"
        pending="Sending…"
        whyNot={refused ?? terms?.whyNot ?? undefined}
        isWhyNotShown
        onCancel={() => router.push(routes.approvals())}
        onDone={({ data, requestId }) => {
          void say('Request sent', {
            detail: 'Approvers can see it now.',
            requestId,
          })
          router.push(routes.request(data.requestId))
        }}
      >
        <TellWhere onChange={setWhere} />
        {refused && <Banner title="Not allowed">{refused}</Banner>}
        {query.error && (
          <Banner tone="bad" role="alert" title="The policy can’t be read">
            {query.error.message}
            <FailureDetails failure={query.error.failure} />
          </Banner>
        )}
        <EmployeeFields
          terms={terms}
          cluster={
            replaces && groupId && clusterName ? (
              <>
                <Chosen id="cluster" groupId={groupId} clusterName={clusterName} />
                <Banner title="One grant replaces the other">
                  The current access stays until Atlas has the new one. The time starts then.
                </Banner>
              </>
            ) : (
              <WhichClustersField which={which} onChange={setWhich} />
            )
          }
        />
      </OpForm>
    </RoomForAside>
  )
}
