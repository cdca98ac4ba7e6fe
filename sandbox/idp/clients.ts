/** The console's registration with the sandbox identity provider. Not a secret: everyone has the source. */
export const oidcClientId = 'gatehouse-console'
export const oidcClientSecret = 'sandbox-only-not-a-secret'

/** Where a console at this origin takes the answer to a sign-in. */
export const redirectUri = (origin: string) => `${origin}/api/auth/callback/gatehouse`

/** Where a console at this origin may be returned to after sign-out. */
export const postLogoutUris = (origin: string) => [`${origin}/sign-in`, `${origin}/`]

/** Where a console at this origin is told that a session here ended. */
export const backchannelLogoutUri = (origin: string) => `${origin}/api/auth/backchannel-logout`
