import { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { type ConnectedOrg, textsOf } from './federation-shapes'

const text = z.string().nullish()
const texts = z.array(z.string().nullable()).nullish()

const certificate = z.looseObject({ notAfter: text, notBefore: text })

const ofOidc = {
  id: z.string(),
  oktaIdpId: text,
  protocol: text,
  idpType: text,
  displayName: text,
  description: text,
  issuerUri: text,
  createdAt: text,
  updatedAt: text,
  associatedDomains: texts,
  associatedOrgs: z.array(z.looseObject({ orgId: text })).nullish(),
  audience: text,
  authorizationType: text,
  clientId: text,
  groupsClaim: text,
  userClaim: text,
  requestedScopes: texts,
}

/** The answer to creating a provider. SAML providers can only be created in Atlas. */
export const oidcProvider = z.looseObject(ofOidc)

/** An identity provider of any kind. Fields of other kinds are absent or null. */
export const provider = z.looseObject({
  ...ofOidc,
  status: text,
  acsUrl: text,
  audienceUri: text,
  ssoUrl: text,
  ssoDebugEnabled: z.boolean().nullish(),
  requestBinding: text,
  responseSignatureAlgorithm: text,
  slug: text,
  pemFileInfo: z
    .looseObject({ fileName: text, certificates: z.array(certificate).nullish() })
    .nullish(),
})
export type Provider = z.output<typeof provider>
export type Certificate = z.output<typeof certificate>

/** The part of a provider that a form is opened with: what can change, and what a change is compared with. */
export const openedProvider = z.looseObject(
  provider.omit({ id: true, associatedOrgs: true, createdAt: true, updatedAt: true }).shape,
)
export type OpenedProvider = z.output<typeof openedProvider>

/** `Single sign-on`, or the ID of a provider without a name. */
export const nameOfProvider = (p: { id: string; displayName?: string | null | undefined }) =>
  p.displayName?.trim() || p.id

const ofEvery = ['displayName', 'description', 'issuerUri'] as const
const saml = [
  ...ofEvery,
  'associatedDomains',
  'requestBinding',
  'responseSignatureAlgorithm',
  'slug',
  'ssoDebugEnabled',
  'ssoUrl',
  'status',
] as const
const workload = [...ofEvery, 'audience', 'authorizationType', 'groupsClaim', 'userClaim'] as const
const workforce = [...workload, 'clientId', 'requestedScopes', 'associatedDomains'] as const

const fieldsOf = (p: OpenedProvider): readonly string[] =>
  p.protocol === 'SAML' ? saml : p.idpType === 'WORKLOAD' ? workload : workforce

/** The changeable fields of a provider, without nulls. */
export function writableOf(p: OpenedProvider): Record<string, unknown> {
  const fields = fieldsOf(p)
  return Object.fromEntries(
    Object.entries(p)
      .filter(([name, value]) => fields.includes(name) && value !== null && value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? textsOf(value) : value]),
  )
}

/** The part of a provider that a change sends. */
export const sentOf = (p: OpenedProvider): Record<string, unknown> => ({
  protocol: p.protocol,
  idpType: p.idpType,
  ...writableOf(p),
})

/** A provider as a form is opened with it. */
export const openedOf = (p: Provider): OpenedProvider => ({
  protocol: p.protocol,
  idpType: p.idpType,
  ...writableOf(p),
  ...(p.pemFileInfo ? { pemFileInfo: p.pemFileInfo } : {}),
})

/** Equal in everything a person can change. Certificates are compared by their dates. */
export const sameProvider = (a: OpenedProvider, b: OpenedProvider): boolean =>
  sameJson(writableOf(a), writableOf(b), true) && sameJson(certificatesOf(a), certificatesOf(b))

export const certificatesOf = (p: OpenedProvider): Certificate[] =>
  p.pemFileInfo?.certificates ?? []

/** How an organization uses a provider: for sign-in, or for access to the clusters' data. */
export type Use = { orgId: string; to: 'sign in' | 'access data' }

/** Which organizations use a provider: by its legacy ID for sign-in, by its ID for data access. */
export const usesOf = (
  ids: { id: string; oktaIdpId?: string | null | undefined },
  orgs: readonly ConnectedOrg[],
): Use[] =>
  orgs.flatMap(({ orgId, identityProviderId, dataAccessIdentityProviderIds }): Use[] => [
    ...(ids.oktaIdpId && identityProviderId === ids.oktaIdpId
      ? [{ orgId, to: 'sign in' as const }]
      : []),
    ...(textsOf(dataAccessIdentityProviderIds).includes(ids.id)
      ? [{ orgId, to: 'access data' as const }]
      : []),
  ])
