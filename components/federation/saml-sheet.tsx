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

/** New certificates are pasted; turning the provider on and off is a button of its own. */
const samlFields = (opened: OpenedProvider) => {
  const { status: _, slug: __, ...fields } = providerFields(opened)
  return { ...fields, certificate: '' }
}

/** Changes what Atlas lets be changed of a SAML provider. */
export const SamlSheet = (props: ChangeProps) => (
  <ChangeSheet {...props} fieldsOf={samlFields}>
    {(form) => (
      <OpForm op={updateSamlProvider} {...form}>
        <Field name="changes.displayName" label="Name" maxLength={50} />
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
          hint="One a line, of those that are verified in this federation."
        />
        <CheckField
          name="changes.ssoDebugEnabled"
          label="Allow a sign-in that passes it by"
          hint="SSO debug: an owner gets in without the provider, to find out what is wrong with it."
        />
        <CertificateField />
      </OpForm>
    )}
  </ChangeSheet>
)

/** New certificates to paste; the ones that are there stay as long as nothing stands here. */
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
      hint="In PEM form, from BEGIN to END; several may follow each other. They replace all that are there. Left empty, those stay."
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
