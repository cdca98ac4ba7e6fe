const sentences = {
  'provider-refused': 'Your identity provider refused the sign-in.',
  access_denied:
    'Your identity provider denied access to Gatehouse. Ask its admin to assign you to the application.',
  invalid_scope:
    'Your identity provider refused the scopes that Gatehouse requests. An admin can set signIn.scopes to the ones it offers.',
  invalid_client:
    'Your identity provider does not accept this application. An admin should check OIDC_CLIENT_ID and the registration at the provider.',
  invalid_request:
    'Your identity provider rejected the request. An admin should check the redirect address, and signIn.stepUp if this was a step-up.',
  interaction_required:
    'Your identity provider needs you to do something first. Open it in this browser, complete the steps it shows, then try again.',
  unmet_authentication_requirements:
    'Your identity provider could not sign you in as strongly as Gatehouse asked (its acr). An admin should check signIn.stepUpAcr, and stepUpAcr in the policy.',
  temporarily_unavailable:
    'Your identity provider is temporarily unavailable. Try again in a moment.',
  'other-person':
    'You signed in as another person, so this sign-in confirms nothing. Sign in as yourself.',
  'step-up-refused':
    'The new sign-in was canceled or refused at your identity provider, so it does not count.',
  'attempt-lost':
    'This sign-in is too old, was already used, or was started in another browser. Start again.',
  'too-many': 'Too many sign-ins from your network address. Wait a minute, then try again.',
  'discovery-unreachable': 'Gatehouse can’t reach your identity provider. Try again in a moment.',
  'discovery-invalid':
    'The discovery document of your identity provider is not usable. An admin should check signIn.issuer and the addresses in the document.',
  'issuer-mismatch':
    'Your identity provider has a different issuer than the configured one. If it is the right provider, an admin should set signIn.issuer to exactly that issuer.',
  'token-unreachable':
    'Gatehouse can’t reach the token endpoint of your identity provider. Try again in a moment.',
  'token-refused':
    'Your identity provider did not exchange the authorization code. Start again. If it happens every time, tell an admin.',
  'client-refused':
    'The token endpoint of your identity provider rejected the credentials of Gatehouse. An admin should check OIDC_CLIENT_ID, the client secret or key, and signIn.clientAuthentication.',
  'wrong-algorithm':
    'The ID token is signed with a different algorithm than expected. An admin can set signIn.idTokenAlgorithm to the one in the registration.',
  'algorithm-unsupported':
    'The ID token is signed with an algorithm that Gatehouse does not accept. An admin should choose another one in the registration, such as RS256.',
  'code-missing':
    'Your identity provider sent you back without an authorization code. An admin should check that the registration uses the authorization code flow.',
  'id-token-missing':
    'Your identity provider sent no ID token. An admin should check that the client is an OpenID Connect client.',
  'id-token-encrypted':
    'The ID token is encrypted, which Gatehouse does not support. An admin should turn off ID token encryption in the registration.',
  'wrong-audience':
    'The ID token was issued to another application. An admin should check OIDC_CLIENT_ID and the audience in the registration.',
  'nonce-mismatch': 'The ID token belongs to another sign-in. Start again.',
  'keys-unreadable':
    'Gatehouse could not read or use the signing keys of your identity provider. Try again in a moment. If it happens every time, tell an admin.',
  'key-unknown':
    'The ID token is signed with a key that your identity provider does not publish. Try again in a moment. If it happens every time, tell an admin.',
  'id-token-invalid': 'The ID token from your identity provider did not pass verification.',
  clock:
    'The clocks of Gatehouse and your identity provider disagree. An admin should check both clocks.',
  'subject-unusable':
    'Your identity provider sent a user identifier (the claim sub) that Gatehouse can’t store.',
  'userinfo-failed':
    'Gatehouse could not read your groups from the userinfo endpoint of your identity provider. Try again in a moment.',
  'userinfo-other-subject':
    'The userinfo endpoint of your identity provider did not name you as the ID token does (the claim sub).',
  'groups-overage':
    'You belong to more groups than your identity provider includes in a sign-in, so Gatehouse can’t see your roles. An admin should limit the groups claim to the groups that Gatehouse uses.',
  'groups-unreadable':
    'Your identity provider sent your groups in a form that Gatehouse can’t read. An admin should check signIn.groupsClaim.',
  database:
    'Your identity provider signed you in, but Gatehouse could not save your session because its database is not available. Try again in a moment.',
  failed: 'Gatehouse could not finish the sign-in. Try again.',
} as const

/** Details for an admin: facts about this refusal, and the provider's message. */
export type RefusalFacts = {
  /** A short statement of fact, without secrets. */
  detail?: string
  /** The provider's `error` and `error_description`, as received. */
  provider?: { error: string; description?: string }
  cause?: unknown
}

export type SignInError = keyof typeof sentences

/** A refused sign-in. `code` selects its message. */
export class SignInRefused extends Error {
  override name = 'SignInRefused'
  readonly code: SignInError
  readonly detail: string | undefined
  readonly provider: RefusalFacts['provider']
  constructor(code: SignInError, { detail, provider, cause }: RefusalFacts = {}) {
    super(detail ?? code, cause === undefined ? undefined : { cause })
    this.code = code
    this.detail = detail
    this.provider = provider
  }
}

/** The message for a code in the URL of the sign-in page; a generic one for any other text. */
export const signInSentence = (code: string): string => sentences[isKnown(code) ? code : 'failed']

const isKnown = (code: string): code is SignInError => Object.hasOwn(sentences, code)

/** The code for a provider's `error` (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6). */
export function codeOfProviderError(error: string): SignInError {
  if (error === 'unauthorized_client') return 'invalid_client'
  if (error === 'unsupported_response_type') return 'code-missing'
  if (error === 'server_error') return 'temporarily_unavailable'
  if (/^(?:login|consent|account_selection|interaction)_required$/.test(error))
    return 'interaction_required'
  return isKnown(error) && error.includes('_') ? error : 'provider-refused'
}
