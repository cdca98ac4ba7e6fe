'use client'
import '@/lib/client/zod-now'
import { useContext, useEffect, useState } from 'react'
import { get, useFormContext } from 'react-hook-form'
import { z } from 'zod'
import { updateSamlProvider } from '@/lib/ops/provider-changes'
import { saml } from '@/lib/ops/provider-fields'
import { type OpenedProvider, openedOf } from '@/lib/ops/provider-shapes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { FieldShell, OnThePage, useField } from '../form/field'
import { OpFields } from '../form/op-fields'
import { Textarea } from '../ui/input'
import { type ChangeProps, changeForm } from './change-form'
import { providerFields } from './provider-form'

/** New certificates are pasted. Turning the provider on and off has its own button. */
const samlFields = (opened: OpenedProvider) => {
  const { status: _, slug: __, ...fields } = providerFields(opened)
  return { ...fields, certificate: '' }
}

/** Changes a SAML provider. */
export function SamlSheet(props: ChangeProps) {
  const [opened] = useState(() => openedOf(props.provider))
  return (
    <FormSheetOpen op={updateSamlProvider} {...changeForm(props, opened, samlFields)}>
      <OpFields input={z.strictObject(saml)} prefix="changes." />
      <CertificateField />
    </FormSheetOpen>
  )
}

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
        spellCheck={false}
        autoCapitalize="off"
        rows={3}
        placeholder="-----BEGIN CERTIFICATE-----"
        className="font-mono text-xs leading-5"
        {...form.register('changes.certificate')}
      />
    </FieldShell>
  )
}
