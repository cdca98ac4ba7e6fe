'use client'
import { count, list } from '@/lib/format/words'
import { deleteFederation } from '@/lib/ops/federation'
import { ConfirmAction } from '../ops/confirm-action'
import { Card } from '../ui/page'
import type { Federation } from './use-federation'

/** Deletes the federation settings; refused while several organizations share them. */
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
        <h2 className="font-semibold text-base">Delete federation settings</h2>
        <p className="mt-1 text-muted text-sm">
          {isShared
            ? `${count(names.length, 'organization is', 'organizations are')} connected: ${list(names)}. Disconnect all but one first.`
            : `This also deletes ${count(providerRows.length, 'identity provider')} and all verified domains. It can’t be undone and needs a second person’s approval.`}
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
        variant="danger-plain"
        label="Delete federation settings…"
        title={`Delete the federation settings of ${name}?`}
      />
    </Card>
  )
}
