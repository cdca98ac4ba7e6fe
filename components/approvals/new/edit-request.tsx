'use client'
import { useMemo, useState } from 'react'
import type { RequestCard } from '@/lib/ops/requests'
import { OpForm } from '../../form/op-form'
import { usePreview } from '../../ops/call-preview'
import { FailureNote } from '../../ops/failure-note'
import { say } from '../../ops/tell'
import { Banner } from '../../ui/banner'
import { Card } from '../../ui/page'
import { EmployeeFields } from '../employee-access/employee-fields'
import { grantWithin } from '../employee-access/grant-within'
import { editChecked } from './checked'
import { Chosen } from './cluster-field'
import { RoomForAside } from './fields-aside'
import { OtherFields, whyNotTyped } from './other-fields'
import { useTerms } from './use-terms'

const placeOf = ({ groupId, clusterName }: { groupId: string; clusterName: string }) => ({
  groupId,
  clusterName,
})

/** Edits your own pending request. Decisions on earlier revisions no longer count. */
export function EditRequest({ card, onClose }: { card: RequestCard; onClose: () => void }) {
  const { request } = card
  const { clusterName } = request
  const groupId = request.groupId ?? undefined
  const isGrant = request.level !== null
  const isMany = card.several !== null
  const asked = useTerms(
    request.op,
    card.several
      ? { targets: card.several.targets.map(placeOf) }
      : isGrant
        ? { groupId, clusterName: clusterName ?? undefined }
        : { input: request.input },
    request.replaces ?? undefined,
  )
  const terms = asked.data?.data
  const preview = usePreview(request.op, isGrant ? undefined : request.input)
  const [typed, setTyped] = useState('')
  const op = useMemo(
    () => editChecked(terms, isGrant ? grantWithin(terms, isMany) : undefined),
    [isGrant, isMany, terms],
  )
  // Fixed when the form opens, so that a later revision doesn't replace what is being typed.
  const [start] = useState({
    requestId: request.id,
    revision: request.revision,
    input: request.input,
    reason: request.reason,
    ticket: request.ticket ?? '',
    ...(request.startsAt ? { notBefore: request.startsAt } : {}),
  })
  return (
    <Card className="grid grid-cols-1 gap-4 p-4">
      <h2 className="font-semibold text-lg">Edit request</h2>
      {start.revision !== request.revision && (
        <Banner tone="warn" role="alert" title="Someone else edited this request">
          You can’t save over their changes. Close the form and open it again.
        </Banner>
      )}
      {asked.error && !terms && <FailureNote error={asked.error} />}
      <RoomForAside>
        <OpForm
          op={op}
          start={start}
          preview={false}
          phrase={typed}
          whyNot={whyNotTyped(preview.data?.data, typed)}
          isWhyNotShown
          submit="Save new revision"
          pending="Saving…"
          onCancel={onClose}
          onDone={({ requestId }) => {
            void say('Request updated', {
              detail: 'Earlier decisions no longer count.',
              requestId,
            })
            onClose()
          }}
        >
          {isGrant ? (
            <EmployeeFields
              terms={terms}
              isEdit
              cluster={
                isMany ? (
                  <p className="text-muted text-sm">
                    You can’t change the {request.targets?.total} clusters here. Cancel this request
                    and send a new one instead.
                  </p>
                ) : (
                  <Chosen id="cluster" groupId={groupId ?? ''} clusterName={clusterName ?? ''} />
                )
              }
            />
          ) : (
            <OtherFields
              terms={asked.error && !terms ? 'failed' : terms}
              told={preview.data?.data}
              input={request.input}
              typed={typed}
              isEdit
              onType={setTyped}
            />
          )}
        </OpForm>
      </RoomForAside>
    </Card>
  )
}
