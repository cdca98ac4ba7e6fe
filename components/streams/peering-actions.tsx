'use client'
import { useState } from 'react'
import {
  acceptPeering,
  deletePeering,
  rejectPeering,
  whyNotAnswer,
  whyNotDelete,
} from '@/lib/ops/stream-peering'
import { Field } from '../form/field'
import { OpForm } from '../form/op-form'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Copyable } from '../ui/copyable'
import { Dialog } from '../ui/dialog'
import { Facts } from '../ui/page'
import type { PeeringRow } from './peering-table'

/** The actions of a peering connection; those that its status does not allow say why. */
export function PeeringActions({ peering }: { peering: PeeringRow }) {
  const { groupId, _id: id, localStatus, requesterVpcId, requesterAccountId } = peering
  const [isAccepting, setAccepting] = useState(false)
  const answered = whyNotAnswer(localStatus) ?? null
  const what = `the peering from ${requesterVpcId ?? id}`
  const input = { groupId, id, requesterAccountId: requesterAccountId ?? '' }
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      <ActionButton
        op={acceptPeering}
        scope={{ kind: 'project', groupId }}
        size="sm"
        variant="quiet"
        whyNot={answered}
        aria-haspopup="dialog"
        aria-label={`Accept ${what}`}
        onPress={() => setAccepting(true)}
      >
        Accept…
      </ActionButton>
      <ConfirmAction
        op={rejectPeering}
        input={input}
        size="sm"
        variant="quiet"
        label="Reject"
        ariaLabel={`Reject ${what}`}
        title={`Reject ${what}?`}
        confirm="Reject connection"
        pending="Rejecting…"
        done="The connection is being rejected"
        whyNot={answered}
      >
        <Asking peering={peering} />
      </ConfirmAction>
      <ConfirmAction
        op={deletePeering}
        input={input}
        size="sm"
        variant="danger-quiet"
        label="Delete"
        ariaLabel={`Delete ${what}`}
        title={`Delete ${what}?`}
        confirm="Delete connection"
        pending="Deleting…"
        done="The connection is being deleted"
        whyNot={whyNotDelete(localStatus) ?? null}
      >
        <Asking peering={peering} />
      </ConfirmAction>
      {isAccepting && <Accept peering={peering} onClose={() => setAccepting(false)} />}
    </span>
  )
}

const Asking = ({ peering: p }: { peering: PeeringRow }) => (
  <Facts
    items={[
      ['Account', p.requesterAccountId ?? '–'],
      ['VPC', p.requesterVpcId ? <Copyable key="v" value={p.requesterVpcId} what="VPC" /> : '–'],
      ['Addresses', p.requesterCidr ?? '–'],
    ]}
  />
)

/** Atlas wants the account and the VPC repeated; they are typed by hand, so that somebody compares them. */
function Accept({ peering, onClose }: { peering: PeeringRow; onClose: () => void }) {
  const { groupId, _id: id } = peering
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Accept this peering connection?"
      description="The other network and Atlas’s stream processors will be able to reach each other. To confirm, enter the account and VPC that the other side gave you."
    >
      <div className="grid grid-cols-1 gap-4">
        <Asking peering={peering} />
        <OpForm
          op={acceptPeering}
          start={{ groupId, id, requesterAccountId: '', requesterVpcId: '' }}
          submit="Accept connection"
          pending="Accepting…"
          done="The connection is being accepted"
          onDone={onClose}
          onCancel={onClose}
        >
          <Field
            name="requesterAccountId"
            label="AWS account of the other side"
            hint="12 digits"
            inputMode="numeric"
            autoComplete="off"
          />
          <Field
            name="requesterVpcId"
            label="VPC of the other side"
            hint="Such as vpc-0a1b2c3d4e5f60718"
            spellCheck={false}
            autoComplete="off"
          />
        </OpForm>
      </div>
    </Dialog>
  )
}
