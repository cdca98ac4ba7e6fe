'use client'
import { useWatch } from 'react-hook-form'
import { Field, SelectField, TextareaField } from '../form/field'
import { ListField } from './list-field'

const typed = { spellCheck: false, autoCapitalize: 'off' } as const

/** The settings of an OIDC provider. `prefix` is their path in the form. */
export function OidcFields({
  prefix = '',
  isWorkforce,
}: {
  prefix?: string
  isWorkforce: boolean
}) {
  const by: unknown = useWatch({ name: `${prefix}authorizationType` })
  return (
    <>
      <Field name={`${prefix}displayName`} label="Name" />
      <TextareaField name={`${prefix}description`} label="Description" rows={2} />
      <Field
        {...typed}
        name={`${prefix}issuerUri`}
        label="Issuer"
        inputMode="url"
        placeholder="https://login.example.com/oauth2/default"
        hint="The iss claim of its tokens. Atlas loads the signing keys from this address."
      />
      <Field
        {...typed}
        name={`${prefix}audience`}
        label="Audience"
        hint="The aud claim of its tokens. No other provider may have the same issuer and audience."
      />
      {isWorkforce && (
        <Field
          {...typed}
          name={`${prefix}clientId`}
          label="Client ID"
          hint="Client ID of the application registered at the provider."
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField name={`${prefix}authorizationType`} label="Authorize by">
          <option value="GROUP">Groups in the token</option>
          <option value="USER">The user in the token</option>
        </SelectField>
        <Field {...typed} name={`${prefix}userClaim`} label="User claim" />
      </div>
      {by !== 'USER' && <Field {...typed} name={`${prefix}groupsClaim`} label="Groups claim" />}
      {isWorkforce && (
        <>
          <ListField
            name={`${prefix}requestedScopes`}
            label="Requested scopes"
            placeholder="openid"
            hint="One per line."
          />
          <ListField
            name={`${prefix}associatedDomains`}
            label="Domains"
            placeholder="example.com"
            hint="One per line. Each must be verified in this federation."
          />
        </>
      )}
    </>
  )
}
