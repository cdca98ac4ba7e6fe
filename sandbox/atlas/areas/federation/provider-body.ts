import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { idFrom, iso } from '../../ids'
import { invalid, reject } from '../../reject'
import { strictly } from './body'
import type { Federation, OidcProvider, Provider, SamlProvider } from './shapes'

const ofEvery = {
  protocol: z.enum(['SAML', 'OIDC']).optional(),
  idpType: z.enum(['WORKFORCE', 'WORKLOAD']).optional(),
  displayName: z.string().min(1).max(50).optional(),
  description: z.string().nullable().optional(),
  issuerUri: z.url('must be a URI').optional(),
}
const domains = z.array(z.string()).optional()

const samlBody = z.object({
  ...ofEvery,
  associatedDomains: domains,
  pemFileInfo: z
    .strictObject({
      fileName: z.string().optional(),
      certificates: z.array(
        z.strictObject({
          content: z.string(),
          notAfter: z.string().optional(),
          notBefore: z.string().optional(),
        }),
      ),
    })
    .optional(),
  requestBinding: z.enum(['HTTP-POST', 'HTTP-REDIRECT']).optional(),
  responseSignatureAlgorithm: z.enum(['SHA-1', 'SHA-256']).optional(),
  slug: z.string().optional(),
  ssoDebugEnabled: z.boolean(),
  ssoUrl: z.url('must be a URL').optional(),
  status: z.enum(['ACTIVE', 'INACTIVE']).nullable().optional(),
})

const workload = {
  ...ofEvery,
  audience: z.string().min(1).optional(),
  authorizationType: z.enum(['GROUP', 'USER']).optional(),
  groupsClaim: z.string().optional(),
  userClaim: z.string().optional(),
}
const workloadBody = z.object(workload)
const workforceBody = z.object({
  ...workload,
  clientId: z.string().optional(),
  requestedScopes: z.array(z.string()).optional(),
  associatedDomains: domains,
})
const kindOf = z.looseObject({ protocol: z.string().optional(), idpType: z.string().optional() })

const missing = (field: string) => invalid([{ field, description: 'is required' }])

/** Only a verified domain of the federation can be associated. */
function checkDomains(federation: Federation, given: readonly string[] = []): void {
  const strange = given.find((d) => !federation.domains.includes(d))
  if (strange !== undefined)
    throw reject(400, 'DOMAIN_NOT_VERIFIED', `The domain ${strange} is not verified.`, strange)
}

/** Atlas distinguishes tokens by issuer and audience. */
function checkAudience(federation: Federation, next: OidcProvider): void {
  const twin = federation.providers.find(
    (p) =>
      p.protocol === 'OIDC' &&
      p.id !== next.id &&
      p.issuerUri === next.issuerUri &&
      p.audience === next.audience,
  )
  if (twin)
    throw reject(
      400,
      'DUPLICATE_IDENTITY_PROVIDER',
      'An identity provider with this issuer and audience already exists.',
      next.issuerUri,
      next.audience,
    )
}

function checkClaims(next: OidcProvider): void {
  if (next.authorizationType === 'GROUP' && !next.groupsClaim) throw missing('groupsClaim')
}

/** A new OIDC provider of a federation; throws 400. */
export function oidcFrom(federation: Federation, body: unknown): OidcProvider {
  const kind = kindOf.safeParse(body).data
  if (kind?.protocol !== 'OIDC')
    throw reject(
      400,
      'INVALID_IDENTITY_PROVIDER_PROTOCOL',
      'Only OIDC identity providers can be created.',
      kind?.protocol ?? '',
    )
  const isWorkforce = kind.idpType !== 'WORKLOAD'
  const wanted: z.output<typeof workforceBody> = isWorkforce
    ? strictly(workforceBody, body)
    : strictly(workloadBody, body)
  const { audience, displayName, issuerUri, authorizationType, clientId } = wanted
  if (!displayName) throw missing('displayName')
  if (!issuerUri) throw missing('issuerUri')
  if (!audience) throw missing('audience')
  if (!authorizationType) throw missing('authorizationType')
  if (isWorkforce && !clientId) throw missing('clientId')
  checkDomains(federation, wanted.associatedDomains)
  const now = Date.now()
  const made: OidcProvider = {
    id: idFrom(`identity provider ${federation.id} ${displayName} ${now}`, now),
    oktaIdpId: null,
    protocol: 'OIDC',
    idpType: isWorkforce ? 'WORKFORCE' : 'WORKLOAD',
    displayName,
    description: wanted.description ?? null,
    issuerUri,
    audience,
    authorizationType,
    groupsClaim: wanted.groupsClaim ?? null,
    userClaim: wanted.userClaim ?? 'sub',
    createdAt: iso(now),
    updatedAt: null,
    ...(isWorkforce
      ? {
          clientId: clientId ?? null,
          requestedScopes: wanted.requestedScopes ?? [],
          associatedDomains: wanted.associatedDomains ?? [],
        }
      : {}),
  }
  checkClaims(made)
  checkAudience(federation, made)
  return made
}

/** The fields of a PEM certificate. @throws 400 when it is not one */
function certificate(content: string) {
  try {
    const { validFromDate, validToDate } = new X509Certificate(content)
    return { notAfter: iso(validToDate), notBefore: iso(validFromDate) }
  } catch {
    throw reject(400, 'INVALID_CERTIFICATE', 'The certificate could not be parsed.')
  }
}

function samlChanged(old: SamlProvider, body: unknown): SamlProvider {
  const { pemFileInfo, status, protocol: _, idpType: __, ...rest } = strictly(samlBody, body)
  const next: SamlProvider = {
    ...old,
    ...rest,
    status: status ?? old.status,
    pemFileInfo: pemFileInfo
      ? {
          fileName: pemFileInfo.fileName ?? null,
          certificates: pemFileInfo.certificates.map((c) => certificate(c.content)),
        }
      : old.pemFileInfo,
  }
  const isValid = next.pemFileInfo?.certificates.some((c) => Date.parse(c.notAfter) > Date.now())
  if (next.status === 'ACTIVE' && old.status !== 'ACTIVE' && !isValid)
    throw reject(
      400,
      'IDENTITY_PROVIDER_HAS_NO_VALID_CERTIFICATE',
      `Identity provider ${old.id} cannot be activated: none of its certificates is valid.`,
      old.id,
    )
  return next
}

function oidcChanged(federation: Federation, old: OidcProvider, body: unknown): OidcProvider {
  const {
    protocol: _,
    idpType: __,
    ...rest
  }: z.output<typeof workforceBody> = old.idpType === 'WORKFORCE'
    ? strictly(workforceBody, body)
    : strictly(workloadBody, body)
  const next = { ...old, ...rest }
  checkClaims(next)
  checkAudience(federation, next)
  return next
}

/** A provider after a PATCH, which keeps omitted fields. Throws 400. */
export function providerChanged(federation: Federation, old: Provider, body: unknown): Provider {
  const kind = kindOf.safeParse(body).data
  for (const field of ['protocol', 'idpType'] as const)
    if (kind?.[field] !== undefined && kind[field] !== old[field])
      throw reject(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${field} specified.`, field)
  const next = old.protocol === 'SAML' ? samlChanged(old, body) : oidcChanged(federation, old, body)
  checkDomains(federation, next.associatedDomains)
  return next
}
