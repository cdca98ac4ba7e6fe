'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { assignServiceAccount } from '@/lib/ops/project-service-accounts'
import { listServiceAccounts } from '@/lib/ops/service-accounts'
import { routes } from '@/lib/routes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { OpFields } from '../form/op-fields'

/** Gives a service account of the organization roles in a project. */
export function AssignAccount({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const orgId = useMe()?.projects.find((p) => p.groupId === groupId)?.orgId
  // Suggestions only: without a role in the organization, a person types the id.
  const accounts = useQuery({
    ...read(listServiceAccounts, { orgId: orgId ?? '' }),
    enabled: !!orgId,
  })
  const known = accounts.data?.misfit ? [] : (accounts.data?.data.results ?? [])
  return (
    <FormSheetOpen
      op={assignServiceAccount}
      description="A service account belongs to the organization. Here it gets roles in this project."
      start={{ groupId, clientId: '', roles: [] }}
      onClose={onClose}
    >
      {orgId && (
        <p className="text-muted text-sm">
          To create an account, open{' '}
          <Link
            href={routes.serviceAccounts(orgId)}
            className="underline decoration-line underline-offset-3"
          >
            service accounts of the organization
          </Link>
          .
        </p>
      )}
      <datalist id="org-accounts">
        {known.map((one) => (
          <option key={one.clientId} value={one.clientId}>
            {one.name ?? one.clientId}
          </option>
        ))}
      </datalist>
      <OpFields input={assignServiceAccount.input} lists={{ clientId: 'org-accounts' }} />
    </FormSheetOpen>
  )
}
