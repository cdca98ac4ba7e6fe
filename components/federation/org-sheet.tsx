'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type FieldValues, useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { orgRoleNames, roleInWords } from '@/lib/ops/atlas-roles'
import { settingsOf, wholeOf } from '@/lib/ops/connected-org-whole'
import { getConnectedOrg, updateConnectedOrg } from '@/lib/ops/connected-orgs'
import { type ConnectedOrg, connectedOrg, openedOrg } from '@/lib/ops/federation-shapes'
import { nameOfProvider } from '@/lib/ops/provider-shapes'
import { CheckGroup } from '../form/check-group'
import { CheckField, SelectField } from '../form/field'
import { OpForm } from '../form/op-form'
import { Banner } from '../ui/banner'
import { Sheet } from '../ui/dialog'
import { ListField } from './list-field'
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
  const cache = useQueryClient()
  // The page keeps refreshing while the form is open, so the form keeps what it was opened with.
  const [start] = useState((): FieldValues => {
    const opened = wholeOf(org)
    return {
      ...place,
      opened,
      changes: fieldsOf(opened),
    }
  })
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`Edit ${name}`}
      description="Atlas replaces all of these settings at once. Gatehouse sends back the current ones with your changes."
    >
      <OpForm
        op={updateConnectedOrg}
        start={start}
        shape={shapeOrg}
        submit="Save changes"
        pending="Saving…"
        done={`${name} updated`}
        changes={{ label: `${name} in the federation` }}
        opened={{
          label: name,
          reload: async () => {
            const { data } = await cache.fetchQuery({
              ...read(getConnectedOrg, place),
              staleTime: 0,
            })
            return wholeOf(connectedOrg.parse(data))
          },
          start: (now) => ({ changes: fieldsOf(openedOrg.parse(now)) }),
        }}
        onDone={onClose}
        onCancel={onClose}
      >
        <Fields federation={federation} />
      </OpForm>
    </Sheet>
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
  const roles = [...new Set([...orgRoleNames, ...before.postAuthRoleGrants])]
  return (
    <>
      {providers.length === 0 && (
        <Banner tone="warn">Can't load the identity providers, so only their IDs are shown.</Banner>
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
      <CheckField
        name="changes.domainRestrictionEnabled"
        label="Only allow people with these domains to join"
      />
      <ListField
        name="changes.domainAllowList"
        label="Allowed domains"
        placeholder="example.com"
        hint="One per line. Only used while the restriction is on."
      />
      <CheckGroup
        name="changes.postAuthRoleGrants"
        label="Default roles"
        none="No roles."
        hint="Everyone who signs in gets these, in addition to their role mappings."
        choices={roles.map((role) => ({ value: role, title: roleInWords(role) }))}
      />
      <CheckField name="changes.createsUsers" label="Create an Atlas user at the first sign-in" />
    </>
  )
}
