'use client'
import { useContext, useEffect } from 'react'
import { get, useFormContext } from 'react-hook-form'
import { updateSamlProvider } from '@/lib/ops/provider-changes'
import type { OpenedProvider } from '@/lib/ops/provider-shapes'
import {
  CheckField,
  Field,
  FieldShell,
  OnThePage,
  SelectField,
  TextareaField,
  useField,
} from '../form/field'
import { OpForm } from '../form/op-form'
import { Textarea } from '../ui/input'
import { type ChangeProps, ChangeSheet } from './change-sheet'
import { ListField } from './list-field'
import { providerFields } from './provider-form'

const typed = { spellCheck: false, autoCapitalize: 'off' } as const

/** New certificates are pasted. Turning the provider on and off has its own button. */
const samlFields = (opened: OpenedProvider) => {
  const { status: _, slug: __, ...fields } = providerFields(opened)
  return { ...fields, certificate: '' }
}

/** Changes a SAML provider. */
export const SamlSheet = (props: ChangeProps) => (
  <ChangeSheet {...props} fieldsOf={samlFields}>
    {(form) => (
      <OpForm op={updateSamlProvider} {...form}>
        <Field name="changes.displayName" label="Name" />
        <TextareaField name="changes.description" label="Description" rows={2} />
        <Field {...typed} name="changes.issuerUri" label="Issuer" />
        <Field {...typed} name="changes.ssoUrl" label="Single sign-on URL" inputMode="url" />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField name="changes.requestBinding" label="Request binding">
            <option value="HTTP-POST">HTTP POST</option>
            <option value="HTTP-REDIRECT">HTTP redirect</option>
          </SelectField>
          <SelectField name="changes.responseSignatureAlgorithm" label="Signature algorithm">
            <option value="SHA-256">SHA-256</option>
            <option value="SHA-1">SHA-1 (outdated)</option>
          </SelectField>
        </div>
        <ListField
          name="changes.associatedDomains"
          label="Domains"
          placeholder="example.com"
          hint="One per line. Each must be verified in this federation."
        />
        <CheckField
          name="changes.ssoDebugEnabled"
          label="SSO debug"
          hint="Lets organization owners sign in without the provider while you fix it."
        />
        <CertificateField />
      </OpForm>
    )}
  </ChangeSheet>
)

/** New certificates. While the field is empty, the current ones stay. */
function CertificateField() {
  const { id, control } = useField('changes.certificate')
  const form = useFormContext()
  const page = useContext(OnThePage)
  useEffect(() => {
    page.add('changes.pemFileInfo.*')
    return () => page.remove('changes.pemFileInfo.*')
  }, [page])
  const found: unknown = get(
    form.formState.errors,
    'changes.pemFileInfo.certificates.0.content.message',
  )
  const error = typeof found === 'string' ? found : undefined
  return (
    <FieldShell
      id={id}
      label="New certificates"
      error={error}
      hint="One or more certificates in PEM format. They replace all current ones. Leave empty to keep those."
    >
      <Textarea
        {...control}
        aria-invalid={error !== undefined || undefined}
        {...typed}
        rows={3}
        placeholder="-----BEGIN CERTIFICATE-----"
        className="font-mono text-xs leading-5"
        {...form.register('changes.certificate')}
      />
    </FieldShell>
  )
}
