'use client'
import '@/lib/client/zod-now'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type FieldValues, useController, useWatch } from 'react-hook-form'
import { z } from 'zod'
import { updateOidcProvider } from '@/lib/ops/provider-changes'
import { createProvider } from '@/lib/ops/provider-create'
import { oidc } from '@/lib/ops/provider-fields'
import { openedOf } from '@/lib/ops/provider-shapes'
import { routes } from '@/lib/routes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { useField } from '../form/field'
import { OpFields } from '../form/op-fields'
import { RadioCards } from '../ui/radio-cards'
import { type ChangeProps, changeForm } from './change-form'
import { providerFields } from './provider-form'

const forPeople = ['clientId', 'requestedScopes', 'associatedDomains']

/** The settings that the kind uses. */
const isUsed = (name: string, by: unknown, isWorkforce: boolean) =>
  (isWorkforce || !forPeople.includes(name)) && (name !== 'groupsClaim' || by !== 'USER')

/** Optional when a provider is created. */
const optional = ['description', 'clientId', 'groupsClaim']

/** Without empty fields and those that the kind doesn't use. */
const shapeNew = (values: FieldValues): FieldValues =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        isUsed(name, values.authorizationType, values.idpType !== 'WORKLOAD') &&
        !(optional.includes(name) && !value),
    ),
  )

function Fields({ prefix = '', isWorkforce }: { prefix?: string; isWorkforce: boolean }) {
  const by: unknown = useWatch({ name: `${prefix}authorizationType` })
  const used = Object.entries(oidc).filter(([name]) => isUsed(name, by, isWorkforce))
  return (
    <OpFields
      input={z.strictObject(Object.fromEntries(used))}
      prefix={prefix}
      needed={['clientId', 'groupsClaim']}
    />
  )
}

const kinds = [
  {
    value: 'WORKFORCE',
    title: 'People',
    detail: 'People use mongosh, Compass and other tools with their account at the provider.',
  },
  {
    value: 'WORKLOAD',
    title: 'Applications',
    detail: 'Applications use tokens of the cloud they run in.',
  },
] as const

function KindField() {
  const { id, error } = useField('idpType')
  const { field } = useController({ name: 'idpType' })
  return (
    <RadioCards
      name="idpType"
      legend="Who uses it"
      cards={kinds}
      columns={2}
      value={field.value}
      onChange={field.onChange}
      invalid={error !== undefined}
      describedBy={`${id}-error`}
    />
  )
}

function NewFields() {
  const idpType: unknown = useWatch({ name: 'idpType' })
  return <Fields isWorkforce={idpType !== 'WORKLOAD'} />
}

/** Creates an OIDC provider. SAML providers are created in Atlas. */
export function CreateOidcSheet({
  orgId,
  federationSettingsId,
  onClose,
}: {
  orgId: string
  federationSettingsId: string
  /** Resolves once the address no longer names the sheet. */
  onClose: () => Promise<unknown>
}) {
  const router = useRouter()
  return (
    <FormSheetOpen
      op={createProvider}
      size="lg"
      title="Create an OIDC provider"
      description="Nobody can sign in with it until an organization is connected to it."
      start={{
        federationSettingsId,
        idpType: 'WORKFORCE',
        displayName: '',
        description: '',
        issuerUri: '',
        audience: '',
        authorizationType: 'GROUP',
        groupsClaim: 'groups',
        userClaim: 'sub',
        clientId: '',
        requestedScopes: [],
        associatedDomains: [],
      }}
      shape={shapeNew}
      onClose={() => void onClose()}
      onDone={async ({ data }) => {
        // In this order: an address written while the next page loads would navigate back.
        await onClose()
        if (data?.id) router.push(routes.identityProvider(orgId, data.id))
      }}
    >
      <KindField />
      <NewFields />
    </FormSheetOpen>
  )
}

/** Changes an OIDC provider. */
export function ChangeOidcSheet(props: ChangeProps) {
  const [opened] = useState(() => openedOf(props.provider))
  return (
    <FormSheetOpen op={updateOidcProvider} {...changeForm(props, opened, providerFields)}>
      <Fields prefix="changes." isWorkforce={props.provider.idpType !== 'WORKLOAD'} />
    </FormSheetOpen>
  )
}
