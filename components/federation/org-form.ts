import type { FieldValues } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import { type OrgSettings, settingsOf } from '@/lib/ops/connected-org-whole'
import { type OpenedOrg, openedOrg } from '@/lib/ops/federation-shapes'

/** The form's fields for the current settings: no provider as an empty choice. */
export const fieldsOf = (opened: OpenedOrg) => {
  const now = settingsOf(opened)
  return {
    identityProviderId: now.identityProviderId ?? '',
    dataAccessIdentityProviderIds: now.dataAccessIdentityProviderIds,
    domainAllowList: now.domainAllowList,
    domainRestrictionEnabled: now.domainRestrictionEnabled,
    postAuthRoleGrants: now.postAuthRoleGrants,
    createsUsers: !now.instantUserProvisioningDisabled,
  }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** The settings in Atlas's terms. */
const settingsIn = (fields: Record<string, unknown>): OrgSettings => ({
  identityProviderId:
    typeof fields.identityProviderId === 'string' && fields.identityProviderId !== ''
      ? fields.identityProviderId
      : null,
  dataAccessIdentityProviderIds: strings(fields.dataAccessIdentityProviderIds),
  domainAllowList: strings(fields.domainAllowList),
  domainRestrictionEnabled: fields.domainRestrictionEnabled === true,
  postAuthRoleGrants: strings(fields.postAuthRoleGrants),
  instantUserProvisioningDisabled: fields.createsUsers === false,
})

/** What differs from the settings the form was opened with. The order of a list doesn't matter, and false equals unset. */
function changesIn(opened: OpenedOrg, fields: Record<string, unknown>): Partial<OrgSettings> {
  const before = {
    ...settingsOf(opened),
    instantUserProvisioningDisabled: opened.instantUserProvisioningDisabled ?? false,
  }
  const known = new Map<string, unknown>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(settingsIn(fields)).filter(
      ([name, value]) => !sameJson(known.get(name), value, true),
    ),
  )
}

/** The form's values as the operation takes them. */
export function shapeOrg(values: FieldValues): FieldValues {
  const opened = openedOrg.safeParse(values.opened)
  return {
    ...values,
    changes: opened.success ? changesIn(opened.data, values.changes ?? {}) : values.changes,
  }
}
