import { z } from 'zod'
import { line } from './text'

/** Queries that a changed provider makes stale. */
export const invalidates = [
  'federation.providers',
  'federation.provider',
  'federation.find',
  'federation.orgs',
] as const

export const displayName = line().min(1, 'Enter a name').max(50, 'At most 50 characters')
export const description = z.string().max(500, 'At most 500 characters')
export const httpsUrl = z.url({
  protocol: /^https$/,
  error: 'Enter a URL that starts with https://',
})
const issuerUri = httpsUrl.refine(
  (uri) => !uri.includes('/.well-known/'),
  'Remove /.well-known/…: Atlas adds it',
)
export const domains = z
  .array(
    z
      .string()
      .toLowerCase()
      .regex(/^\S+\.\S+$/, 'Enter a domain such as example.com'),
  )
  .max(100, 'At most 100 domains')
const claim = line().min(1, 'Enter the claim').max(200)

/** The settings of an OIDC provider. */
export const oidc = {
  displayName,
  description: description.optional(),
  issuerUri,
  audience: line().min(1, 'Enter the audience').max(500),
  authorizationType: z.enum(['GROUP', 'USER'], 'Choose groups or users'),
  groupsClaim: claim.optional(),
  userClaim: claim,
  clientId: line().min(1, 'Enter the client ID').max(500).optional(),
  requestedScopes: z.array(line().min(1).regex(/^\S+$/, 'A scope cannot contain spaces')),
  associatedDomains: domains,
}

export const GROUPS = 'Enter the groups claim'
