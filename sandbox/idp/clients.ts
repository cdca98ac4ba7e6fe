/** The console's registration at the sandbox identity provider. The secret is public. */
export const oidcClientId = 'gatehouse-console'
export const oidcClientSecret = 'sandbox-only-not-a-secret'

/** The redirect URI of a console at this origin. */
export const redirectUri = (origin: string) => `${origin}/api/auth/callback/gatehouse`

/** The post-logout redirect URIs of a console at this origin. */
export const postLogoutUris = (origin: string) => [`${origin}/sign-in`, `${origin}/`]

/** The back-channel logout URI of a console at this origin. */
export const backchannelLogoutUri = (origin: string) => `${origin}/api/auth/backchannel-logout`

/** How people prove who they are: they press a button. */
export const acr = 'urn:gatehouse:sandbox:button'
