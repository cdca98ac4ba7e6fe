'use client'
import { count, list } from '@/lib/format/words'
import { deleteFederation } from '@/lib/ops/federation'
import { ConfirmAction } from '../ops/confirm-action'
import { Card } from '../ui/page'
import type { Federation } from './use-federation'

/** The end of a federation: refused with the list while it is shared. */
export function DeleteFederation({
  orgId,
  federationSettingsId,
  federation: { providerRows, orgRows, orgName },
}: {
  orgId: string
  federationSettingsId: string
  federation: Federation
}) {
  if (!orgRows || !providerRows) return null
  const names = orgRows.map((o) => orgName(o.orgId) ?? o.orgId)
  const isShared = names.length > 1
  const last = orgRows[0]?.orgId ?? orgId
  const name = orgName(last) ?? last
  return (
    <Card className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 p-4">
      <div className="max-w-2xl">
        <h2 className="font-semibold text-base">Delete the federation settings</h2>
        <p className="mt-1 text-muted text-sm">
          {isShared
            ? `${count(names.length, 'organization is', 'organizations are')} connected: ${list(names)}. Atlas deletes a federation only with one organization left: disconnect the others first.`
            : `It takes along ${count(providerRows.length, 'identity provider')} and every verified domain. A second person has to approve it, and nothing brings it back.`}
        </p>
      </div>
      <ConfirmAction
        op={deleteFederation}
        input={{ federationSettingsId, orgId: last }}
        scope={{ kind: 'federation', federationSettingsId, orgId }}
        whyNot={
          isShared
            ? `${count(names.length, 'organization is', 'organizations are')} connected: ${list(names)}. Disconnect all but one first.`
            : null
        }
        look="danger-plain"
        label="Delete federation…"
        title={`Delete the federation settings of ${name}?`}
        confirm="Delete the federation"
      />
    </Card>
  )
}
