import { z } from 'zod'
import { line } from './text'

/** Queries that a changed provider makes stale. */
export const invalidates = [
  'federation.providers',
  'federation.provider',
  'federation.find',
  'federation.orgs',
] as const

const displayName = line().min(1, 'Enter a name').max(50, 'At most 50 characters')
const description = z.string().max(500, 'At most 500 characters')
const httpsUrl = z.url({
  protocol: /^https$/,
  error: 'Enter a URL that starts with https://',
})
const issuerUri = httpsUrl.refine(
  (uri) => !uri.includes('/.well-known/'),
  'Remove /.well-known/…: Atlas adds it',
)
export const domains = z
  .array(z.string().regex(/^\S+\.\S+$/, 'Enter a domain such as example.com'))
  .max(100, 'At most 100 domains')
const claim = line().min(1, 'Enter the claim').max(200)

const name = displayName.meta({ label: 'Name' })
const words = description.optional().meta({ label: 'Description', multiline: true })
const ofDomains = domains.meta({
  label: 'Domains',
  hint: 'One per line. Each must be verified in this federation.',
})

/** The settings of an OIDC provider, in the order of the form. */
export const oidc = {
  displayName: name,
  description: words,
  issuerUri: issuerUri.meta({
    label: 'Issuer',
    hint: 'The iss claim of its tokens. Atlas loads the signing keys from this address.',
  }),
  audience: line().min(1, 'Enter the audience').max(500).meta({
    label: 'Audience',
    hint: 'The aud claim of its tokens. No other provider may have the same issuer and audience.',
  }),
  clientId: line().min(1, 'Enter the client ID').max(500).optional().meta({
    label: 'Client ID',
    hint: 'Client ID of the application registered at the provider.',
  }),
  authorizationType: z.enum(['GROUP', 'USER'], 'Choose groups or users').meta({
    label: 'Authorize by',
    choices: { GROUP: 'Groups in the token', USER: 'The user in the token' },
  }),
  userClaim: claim.meta({ label: 'User claim' }),
  groupsClaim: claim.optional().meta({ label: 'Groups claim' }),
  requestedScopes: z
    .array(line().min(1).regex(/^\S+$/, 'A scope can’t contain spaces'))
    .meta({ label: 'Requested scopes', hint: 'One per line, such as openid.' }),
  associatedDomains: ofDomains,
}

/** The settings of a SAML provider that its form shows. */
export const saml = {
  displayName: name,
  description: words,
  issuerUri: line().min(1, 'Enter the issuer').max(1000).meta({ label: 'Issuer' }),
  ssoUrl: httpsUrl.meta({ label: 'Single sign-on URL' }),
  requestBinding: z.enum(['HTTP-POST', 'HTTP-REDIRECT'], 'Choose a request binding').meta({
    label: 'Request binding',
    choices: { 'HTTP-POST': 'HTTP POST', 'HTTP-REDIRECT': 'HTTP redirect' },
  }),
  responseSignatureAlgorithm: z.enum(['SHA-256', 'SHA-1'], 'Choose a signature algorithm').meta({
    label: 'Signature algorithm',
    choices: { 'SHA-256': 'SHA-256', 'SHA-1': 'SHA-1 (outdated)' },
  }),
  associatedDomains: ofDomains,
  ssoDebugEnabled: z.boolean().meta({
    label: 'SSO debug',
    hint: 'Lets organization owners sign in without the provider while you fix it.',
  }),
}

export const GROUPS = 'Enter the groups claim'
