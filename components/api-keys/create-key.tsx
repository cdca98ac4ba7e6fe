'use client'
import { useState } from 'react'
import type { ApiKey } from '@/lib/ops/api-keys'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { SecretShown } from '../blocks/secret-shown'

/** Creates a key of the organization, and shows its secret once. */
export function CreateKey({ orgId, onClose }: { orgId: string; onClose: () => void }) {
  const [created, setCreated] = useState<ApiKey & { privateKey: string }>()
  return created ? (
    <SecretShown
      title={`API key “${created.desc ?? ''}” created`}
      secrets={[
        ['Public key', created.publicKey ?? ''],
        ['Private key', created.privateKey],
      ]}
      onClose={onClose}
    />
  ) : (
    <FormSheetOpen
      op={createOrgApiKey}
      description="Atlas shows the private key once, right after this."
      start={{ orgId, desc: '', roles: [] }}
      onClose={onClose}
      onDone={({ data }) => setCreated(data)}
    />
  )
}
