import { z } from 'zod'

export const federationSettingsId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'A federation ID has 24 hexadecimal digits')
/** The ID that almost every operation takes. */
export const identityProviderId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'The ID of an identity provider has 24 hexadecimal digits')
/**
 * The older ID that only SAML providers have: Atlas calls it `oktaIdpId` and uses it for sign-in. Atlas sends an Okta ID,
 * such as `0oa1b2c3d4E5F6G7h8i9`; the specification's pattern has hexadecimal digits.
 */
export const legacyProviderId = z
  .string()
  .regex(/^[A-Za-z0-9]{20}$/, 'The legacy ID of an identity provider has 20 letters and digits')

const text = z.string().nullish()
const texts = z.array(z.string().nullable()).nullish()

const roleAssignment = z.looseObject({ role: text, orgId: text, groupId: text })
export type RoleAssignment = z.output<typeof roleAssignment>

export const roleMapping = z.looseObject({
  id: text,
  externalGroupName: text,
  roleAssignments: z.array(roleAssignment).nullish(),
})
export type RoleMapping = z.output<typeof roleMapping>

const userConflict = z.looseObject({
  emailAddress: text,
  firstName: text,
  lastName: text,
  userId: text,
})
export type UserConflict = z.output<typeof userConflict>

const settings = {
  identityProviderId: text,
  dataAccessIdentityProviderIds: texts,
  domainAllowList: texts,
  domainRestrictionEnabled: z.boolean().nullish(),
  instantUserProvisioningDisabled: z.boolean().nullish(),
  postAuthRoleGrants: texts,
  roleMappings: z.array(roleMapping).nullish(),
}

/** One connected organization. Atlas sends null where nothing is set. */
export const connectedOrg = z.looseObject({
  orgId: z.string(),
  ...settings,
  userConflicts: z.array(userConflict).nullish(),
})
export type ConnectedOrg = z.output<typeof connectedOrg>

/** The part of it that a form is opened with. */
export const openedOrg = z.looseObject(settings)
export type OpenedOrg = z.output<typeof openedOrg>

/** The strings of a list that may be null or contain nulls. */
export const textsOf = (list: readonly (string | null)[] | null | undefined): string[] =>
  (list ?? []).filter((one) => one !== null)
