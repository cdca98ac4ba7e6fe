'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type FieldValues, useController, useWatch } from 'react-hook-form'
import { updateOidcProvider } from '@/lib/ops/provider-changes'
import { createProvider } from '@/lib/ops/provider-create'
import { routes } from '@/lib/routes'
import { useField } from '../form/field'
import { OpForm } from '../form/op-form'
import { say } from '../ops/tell'
import { Sheet } from '../ui/dialog'
import { RadioCards } from '../ui/radio-cards'
import { type ChangeProps, ChangeSheet } from './change-sheet'
import { OidcFields } from './oidc-fields'
import { fieldValue, providerFields } from './provider-form'

/** Optional when a provider is created. */
const optional = ['description', 'clientId', 'groupsClaim']

/** Without empty fields and those that the kind doesn't use; lists from their lines. */
function shapeNew(values: FieldValues): FieldValues {
  const unused = [
    ...(values.authorizationType === 'USER' ? ['groupsClaim'] : []),
    ...(values.idpType === 'WORKLOAD' ? ['clientId', 'requestedScopes', 'associatedDomains'] : []),
  ]
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => !unused.includes(name) && !(optional.includes(name) && !value))
      .map(([name, value]) => [name, fieldValue(name, value)]),
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
  return <OidcFields isWorkforce={idpType !== 'WORKLOAD'} />
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
  const [start] = useState(
    (): FieldValues => ({
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
      requestedScopes: '',
      associatedDomains: '',
    }),
  )
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={(open) => !open && void onClose()}
      title="Create an OIDC provider"
      description="Nobody can sign in with it until an organization is connected to it."
    >
      <OpForm
        op={createProvider}
        start={start}
        shape={shapeNew}
        submit="Create provider"
        pending="Creating…"
        onCancel={() => void onClose()}
        onDone={async ({ data, requestId }, input) => {
          void say(`${input.displayName} created`, { requestId })
          // In this order: an address written while the next page loads would navigate back.
          await onClose()
          if (data?.id) router.push(routes.identityProvider(orgId, data.id))
        }}
      >
        <KindField />
        <NewFields />
      </OpForm>
    </Sheet>
  )
}

/** Changes an OIDC provider. */
export const ChangeOidcSheet = (props: ChangeProps) => (
  <ChangeSheet {...props} fieldsOf={providerFields}>
    {(form) => (
      <OpForm op={updateOidcProvider} {...form}>
        <OidcFields prefix="changes." isWorkforce={props.provider.idpType !== 'WORKLOAD'} />
      </OpForm>
    )}
  </ChangeSheet>
)
