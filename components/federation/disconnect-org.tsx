'use client'
import { removeConnectedOrg } from '@/lib/ops/connected-orgs'
import { ConfirmAction } from '../ops/confirm-action'
import type { Federation } from './use-federation'

/** Takes an organization out of the federation; the last one stays. */
export function DisconnectOrg({
  place,
  name,
  federation: { orgRows },
}: {
  place: { federationSettingsId: string; orgId: string }
  name: string
  federation: Federation
}) {
  const org = orgRows?.find((o) => o.orgId === place.orgId)
  const mappings = org?.roleMappings?.length ?? 0
  return (
    <ConfirmAction
      op={removeConnectedOrg}
      input={place}
      look="danger-plain"
      label="Disconnect…"
      whyNot={
        orgRows?.length === 1
          ? 'It is the only connected organization, and Atlas keeps the last one. Delete the federation settings instead.'
          : null
      }
      title={`Disconnect ${name} from the federation?`}
      confirm="Disconnect the organization"
      pending="Disconnecting…"
      done={`${name} is disconnected`}
    >
      {mappings > 0 && (
        <p className="text-sm">
          {mappings.toLocaleString('en')} role {mappings === 1 ? 'mapping goes' : 'mappings go'}{' '}
          with it.
        </p>
      )}
    </ConfirmAction>
  )
}
