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

/** May be left out when a provider is made. */
const optional = ['description', 'clientId', 'groupsClaim']

/** Without what the kind has no use for and what stands empty; the lists out of their lines. */
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
    detail: 'They reach data with mongosh, Compass and other tools, signed in at the provider.',
  },
  {
    value: 'WORKLOAD',
    title: 'Programs',
    detail: 'Applications reach data with tokens of the cloud they run in.',
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

/** Creates an OIDC provider; a SAML one is set up in Atlas. */
export function CreateOidcSheet({
  orgId,
  federationSettingsId,
  onClose,
}: {
  orgId: string
  federationSettingsId: string
  /** Resolves when the address says that the sheet is closed. */
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
      description="It opens nothing by itself: an organization has to be connected to it afterwards."
    >
      <OpForm
        op={createProvider}
        start={start}
        shape={shapeNew}
        submit="Create the provider"
        pending="Creating…"
        onCancel={() => void onClose()}
        onDone={async ({ data, requestId }, input) => {
          void say(`${input.displayName} is created`, { requestId })
          // One after the other: an address that is written while the next page comes calls it back.
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
