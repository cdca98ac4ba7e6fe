'use client'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { SecretSheet } from '../blocks/secret-sheet'

/** Creates a key of the organization, and shows its secret once. */
export const CreateKey = ({ orgId, onClose }: { orgId: string; onClose: () => void }) => (
  <SecretSheet
    op={createOrgApiKey}
    description="Atlas shows the private key once, right after this."
    start={{ orgId, desc: '', roles: [] }}
    onClose={onClose}
    shown={({ desc, publicKey, privateKey }) => ({
      title: `API key “${desc ?? ''}” created`,
      secrets: [
        ['Public key', publicKey ?? ''],
        ['Private key', privateKey],
      ],
    })}
  />
)
