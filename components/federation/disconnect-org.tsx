'use client'
import { count } from '@/lib/format/words'
import { removeConnectedOrg } from '@/lib/ops/connected-orgs'
import { ConfirmAction } from '../ops/confirm-action'
import type { Federation } from './use-federation'

/** Disconnects an organization from the federation, unless it is the last one. */
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
      variant="danger-plain"
      label="Disconnect…"
      whyNot={
        orgRows?.length === 1
          ? 'This is the only connected organization. Delete the federation settings instead.'
          : null
      }
      title={`Disconnect ${name} from the federation?`}
      done={`${name} disconnected`}
    >
      {mappings > 0 && (
        <p className="text-sm">
          {count(mappings, 'role mapping is', 'role mappings are')} deleted too.
        </p>
      )}
    </ConfirmAction>
  )
}
