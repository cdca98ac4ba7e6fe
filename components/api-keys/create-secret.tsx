'use client'
import { createAccountSecret } from '@/lib/ops/service-account-secrets'
import { SecretSheet } from '../blocks/secret-sheet'

/** Creates a secret of a service account, and shows it once. */
export const CreateSecret = ({
  orgId,
  clientId,
  opened,
  onClose,
}: {
  orgId: string
  clientId: string
  /** The ids of its secrets. */
  opened: string[]
  onClose: () => void
}) => (
  <SecretSheet
    op={createAccountSecret}
    description="Atlas shows the secret once, right after this."
    start={{ orgId, clientId, secretExpiresAfterHours: 720, opened }}
    onClose={onClose}
    shown={({ secret }) => ({
      title: 'Secret created',
      secrets: [
        ['Client ID', clientId],
        ['Client secret', secret],
      ],
    })}
  />
)
