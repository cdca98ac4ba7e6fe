const sentences = {
  'groups-overage':
    'You belong to more groups than your identity provider puts into a sign-in, so Gatehouse cannot see your roles. Ask for the groups claim to be limited to the groups that Gatehouse uses.',
  'groups-unreadable':
    'Your identity provider sent your groups in a form that Gatehouse cannot read. Check signIn.groupsClaim in the configuration.',
  unavailable:
    'You were recognized, but Gatehouse could not write down your session. Try again in a moment.',
  OAuthSignin: 'The identity provider cannot be reached. Try again in a moment.',
  OAuthCallback: 'The identity provider did not complete the sign-in. Try again.',
  AccessDenied: 'The identity provider refused the sign-in.',
} as const

export type SignInError = keyof typeof sentences

/** The sentence for a code in the address of the sign-in page; anything unknown gets a general one. */
export const signInSentence = (code: string): string =>
  isKnown(code) ? sentences[code] : 'The sign-in did not work. Try again.'

const isKnown = (code: string): code is SignInError => Object.hasOwn(sentences, code)
