'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { assignApiKey } from '@/lib/ops/api-keys'
import { listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { routes } from '@/lib/routes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { OpFields } from '../form/op-fields'

/** Gives a key of the organization roles in a project. */
export function AssignSheet({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const orgId = useMe()?.projects.find((p) => p.groupId === groupId)?.orgId
  // Suggestions only: without a role in the organization, a person types the id.
  const keys = useQuery({ ...read(listOrgApiKeys, { orgId: orgId ?? '' }), enabled: !!orgId })
  const known = keys.data?.misfit ? [] : (keys.data?.data.results ?? [])
  return (
    <FormSheetOpen
      op={assignApiKey}
      description="A key belongs to the organization. Here it gets roles in this project."
      start={{ groupId, apiUserId: '', roles: [] }}
      onClose={onClose}
    >
      {orgId && (
        <p className="text-muted text-sm">
          To create a key, open{' '}
          <Link
            href={routes.orgApiKeys(orgId)}
            className="underline decoration-line underline-offset-3"
          >
            API keys of the organization
          </Link>
          .
        </p>
      )}
      <datalist id="org-api-keys">
        {known.map((key) => (
          <option key={key.id} value={key.id}>
            {`${key.desc ?? ''} (${key.publicKey ?? ''})`}
          </option>
        ))}
      </datalist>
      <OpFields input={assignApiKey.input} lists={{ apiUserId: 'org-api-keys' }} />
    </FormSheetOpen>
  )
}
