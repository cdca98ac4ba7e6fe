import { z } from 'zod'

/** What a change of a provider makes stale. */
export const stales = [
  'federation.providers',
  'federation.provider',
  'federation.find',
  'federation.orgs',
] as const

export const displayName = z
  .string()
  .trim()
  .min(1, 'Give it a name')
  .max(50, 'At most 50 characters')
export const description = z.string().trim().max(500, 'At most 500 characters')
export const httpsUrl = z.url({
  protocol: /^https$/,
  error: 'Type an address that begins with https://',
})
const issuerUri = httpsUrl.refine(
  (uri) => !uri.includes('/.well-known/'),
  'Leave out /.well-known/…: Atlas adds it',
)
export const domains = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^\S+\.\S+$/, 'Type a domain such as example.com'),
  )
  .max(100, 'At most 100 domains')
const claim = z.string().trim().min(1, 'Name the claim').max(200)

/** The settings of an OIDC provider. */
export const oidc = {
  displayName,
  description: description.optional(),
  issuerUri,
  audience: z.string().trim().min(1, 'Type the audience that its tokens name').max(500),
  authorizationType: z.enum(['GROUP', 'USER'], 'Choose groups or users'),
  groupsClaim: claim.optional(),
  userClaim: claim,
  clientId: z.string().trim().min(1, 'Type the client id').max(500).optional(),
  requestedScopes: z.array(z.string().trim().min(1).regex(/^\S+$/, 'A scope has no spaces')),
  associatedDomains: domains,
}

export const GROUPS = 'Name the claim that holds the groups'
