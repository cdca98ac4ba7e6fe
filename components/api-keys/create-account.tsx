'use client'
import type { z } from 'zod'
import { createProjectServiceAccount } from '@/lib/ops/project-service-accounts'
import type { newAccount } from '@/lib/ops/service-account-shapes'
import { createServiceAccount } from '@/lib/ops/service-accounts'
import { SecretSheet } from '../blocks/secret-sheet'

const start = { name: '', description: '', roles: [], secretExpiresAfterHours: 720 }
const description = 'Atlas shows the secret once, right after this.'
const shown = ({ name, clientId, secrets }: z.output<typeof newAccount>) => ({
  title: `Service account “${name ?? ''}” created`,
  secrets: [
    ['Client ID', clientId],
    ['Client secret', secrets[0]?.secret ?? ''],
  ] as const,
})

/** Creates a service account of an organization or in a project, and shows its secret once. */
export const CreateAccount = ({
  place,
  onClose,
}: {
  place: { orgId: string } | { groupId: string }
  onClose: () => void
}) =>
  'orgId' in place ? (
    <SecretSheet
      op={createServiceAccount}
      start={{ ...place, ...start }}
      {...{ description, shown, onClose }}
    />
  ) : (
    <SecretSheet
      op={createProjectServiceAccount}
      start={{ ...place, ...start }}
      {...{ description, shown, onClose }}
    />
  )
