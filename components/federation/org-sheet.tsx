'use client'
import '@/lib/client/zod-now'
import { useState } from 'react'
import { type FieldValues, useWatch } from 'react-hook-form'
import { z } from 'zod'
import { settingsOf, wholeOf } from '@/lib/ops/connected-org-whole'
import { orgFields, updateConnectedOrg } from '@/lib/ops/connected-orgs'
import { type ConnectedOrg, openedOrg } from '@/lib/ops/federation-shapes'
import { nameOfProvider } from '@/lib/ops/provider-shapes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { CheckGroup } from '../form/check-group'
import { CheckField, SelectField } from '../form/field'
import { OpFields } from '../form/op-fields'
import { Banner } from '../ui/banner'
import { fieldsOf, shapeOrg } from './org-form'
import { kindInWords } from './status-styles'
import type { Federation } from './use-federation'

/** Changes how people of a connected organization sign in, who can join, and their default roles. */
export function OrgSheet({
  place,
  org,
  name,
  federation,
  onClose,
}: {
  place: { federationSettingsId: string; orgId: string }
  org: ConnectedOrg
  name: string
  federation: Federation
  onClose: () => void
}) {
  // The page keeps refreshing while the form is open, so the form keeps what it was opened with.
  const [opened] = useState(() => wholeOf(org))
  return (
    <FormSheetOpen
      op={updateConnectedOrg}
      size="lg"
      title={`Edit ${name}`}
      description="Atlas replaces all of these settings at once. Gatehouse sends back the current ones with your changes."
      start={{ ...place, opened, changes: fieldsOf(opened) } as FieldValues}
      shape={shapeOrg}
      done={`${name} updated`}
      changes={{ label: `${name} in the federation` }}
      opened={{
        label: name,
        start: (now) => ({ changes: fieldsOf(openedOrg.parse(now)) }),
      }}
      onClose={onClose}
    >
      <Fields federation={federation} />
    </FormSheetOpen>
  )
}

function Fields({ federation }: { federation: Federation }) {
  const opened = openedOrg.safeParse(useWatch({ name: 'opened' })).data ?? {}
  const before = settingsOf(opened)
  const providers = federation.providerRows ?? []
  const saml = providers.filter((p) => p.oktaIdpId)
  const oidc = providers.filter((p) => p.protocol === 'OIDC')
  const known = saml.some((p) => p.oktaIdpId === before.identityProviderId)
  const strangers = before.dataAccessIdentityProviderIds.filter(
    (id) => !oidc.some((p) => p.id === id),
  )
  return (
    <>
      {providers.length === 0 && (
        <Banner tone="warn">Can’t load the identity providers, so only their IDs are shown.</Banner>
      )}
      <SelectField name="changes.identityProviderId" label="Sign-in">
        <option value="">No identity provider</option>
        {saml.map((p) => (
          <option key={p.id} value={p.oktaIdpId ?? ''}>
            {nameOfProvider(p)}
            {p.status && p.status !== 'ACTIVE' ? ` (${p.status.toLowerCase()})` : ''}
          </option>
        ))}
        {before.identityProviderId && !known && (
          <option value={before.identityProviderId}>{before.identityProviderId}</option>
        )}
      </SelectField>
      <CheckGroup
        name="changes.dataAccessIdentityProviderIds"
        label="Data access"
        none="This federation has no OIDC provider."
        choices={[
          ...oidc.map((p) => ({ value: p.id, title: nameOfProvider(p), detail: kindInWords(p) })),
          ...strangers.map((id) => ({ value: id, title: id, detail: 'Unknown provider' })),
        ]}
      />
      <OpFields input={z.strictObject(orgFields)} prefix="changes." />
      <CheckField name="changes.createsUsers" label="Create an Atlas user at the first sign-in" />
    </>
  )
}
