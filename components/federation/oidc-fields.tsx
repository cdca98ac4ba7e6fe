'use client'
import { useWatch } from 'react-hook-form'
import { Field, SelectField, TextareaField } from '../form/field'
import { ListField } from './list-field'

const typed = { spellCheck: false, autoCapitalize: 'off' } as const

/** The settings of an OIDC provider; `prefix` is where they stand in the form. */
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
      <Field name={`${prefix}displayName`} label="Name" maxLength={50} />
      <TextareaField name={`${prefix}description`} label="Description" rows={2} />
      <Field
        {...typed}
        name={`${prefix}issuerUri`}
        label="Issuer"
        inputMode="url"
        placeholder="https://login.example.com/oauth2/default"
        hint="As its tokens name it (iss). Atlas finds the keys below it."
      />
      <Field
        {...typed}
        name={`${prefix}audience`}
        label="Audience"
        hint="For whom its tokens are made (aud). Issuer and audience together must be new."
      />
      {isWorkforce && (
        <Field
          {...typed}
          name={`${prefix}clientId`}
          label="Client id"
          hint="Of the client at the provider with which people sign in."
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField name={`${prefix}authorizationType`} label="Who is let in">
          <option value="GROUP">By groups in the token</option>
          <option value="USER">By the user in the token</option>
        </SelectField>
        <Field {...typed} name={`${prefix}userClaim`} label="Claim with the user" />
      </div>
      {by !== 'USER' && (
        <Field {...typed} name={`${prefix}groupsClaim`} label="Claim with the groups" />
      )}
      {isWorkforce && (
        <>
          <ListField
            name={`${prefix}requestedScopes`}
            label="Scopes asked for"
            placeholder="openid"
            hint="One a line."
          />
          <ListField
            name={`${prefix}associatedDomains`}
            label="Domains"
            placeholder="example.com"
            hint="One a line, of those that are verified in this federation."
          />
        </>
      )}
    </>
  )
}
