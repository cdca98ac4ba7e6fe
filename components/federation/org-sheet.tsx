'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type FieldValues, useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { settingsOf, wholeOf } from '@/lib/ops/connected-org-whole'
import { getConnectedOrg, updateConnectedOrg } from '@/lib/ops/connected-orgs'
import {
  type ConnectedOrg,
  connectedOrg,
  openedOrg,
  orgRoleNames,
  roleInWords,
} from '@/lib/ops/federation-shapes'
import { nameOfProvider } from '@/lib/ops/provider-shapes'
import { CheckField, SelectField } from '../form/field'
import { OpForm } from '../form/op-form'
import { Banner } from '../ui/banner'
import { Sheet } from '../ui/dialog'
import { CheckGroup } from './check-group'
import { ListField } from './list-field'
import { kindInWords } from './looks'
import { fieldsOf, shapeOrg } from './org-form'
import type { Federation } from './use-federation'

/** Changes how people of a connected organization sign in, who may join, and what signing in gives. */
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
  // The page reads on while the form is open; what it was opened on stays until the person goes on from something newer.
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
      title={`Change ${name}`}
      description="Atlas replaces these settings as a whole: Gatehouse sends back all it read, with your changes."
    >
      <OpForm
        op={updateConnectedOrg}
        start={start}
        shape={shapeOrg}
        submit="Change the organization"
        pending="Changing…"
        done={`${name} is changed`}
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
        <Banner tone="warn">
          The identity providers are not read, so they stand here by their ids alone.
        </Banner>
      )}
      <SelectField name="changes.identityProviderId" label="People sign in through">
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
        label="Data reached through"
        none="The federation has no OIDC provider."
        choices={[
          ...oidc.map((p) => ({ value: p.id, title: nameOfProvider(p), detail: kindInWords(p) })),
          ...strangers.map((id) => ({ value: id, title: id, detail: 'not in the list' })),
        ]}
      />
      <CheckField
        name="changes.domainRestrictionEnabled"
        label="Only people of allowed domains can join"
      />
      <ListField
        name="changes.domainAllowList"
        label="Allowed domains"
        placeholder="example.com"
        hint="One a line. They count only while the restriction is on."
      />
      <CheckGroup
        name="changes.postAuthRoleGrants"
        label="Roles after sign-in"
        none="No role."
        hint="Everybody who signs in gets them here, whatever their group. Role mappings come on top."
        choices={roles.map((role) => ({ value: role, title: roleInWords(role) }))}
      />
      <CheckField
        name="changes.instantUserProvisioningDisabled"
        label="Create no user at the first sign-in"
      />
    </>
  )
}
