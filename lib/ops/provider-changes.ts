import { z } from 'zod'
import { list, quoted } from '@/lib/format/words'
import { callIfFits, command } from './define'
import { federationSettingsId, identityProviderId } from './federation-shapes'
import type { Friction } from './friction'
import { readProvider, targetOfProvider, turnOfProvider } from './identity-providers'
import { GROUPS, invalidates, oidc, saml } from './provider-fields'
import {
  type OpenedProvider,
  openedOf,
  openedProvider,
  provider,
  sameProvider,
  sentOf,
} from './provider-shapes'
import { line } from './text'

const input = <S extends z.ZodRawShape>(protocol: 'SAML' | 'OIDC', changes: S) =>
  z
    .strictObject({
      federationSettingsId,
      identityProviderId,
      /** What the form was opened with: unchanged settings go back to Atlas as they were. */
      opened: openedProvider.extend({
        protocol: z.literal(protocol),
        idpType: z.enum(['WORKFORCE', 'WORKLOAD']),
      }),
      changes: z.strictObject(changes).partial(),
    })
    .refine((i) => Object.keys(i.changes).length > 0, 'Nothing has changed.')
type Input = {
  federationSettingsId: string
  identityProviderId: string
  opened: OpenedProvider
  changes: Record<string, unknown>
}

const afterOf = ({ opened, changes }: Input): OpenedProvider => ({ ...opened, ...changes })
const bodyOf = (i: Input) => sentOf(afterOf(i))
const nameOf = ({ opened, identityProviderId }: Input) =>
  opened.displayName?.trim() || identityProviderId

/** Whoever controls these can sign in as someone else in the organizations that use the provider. */
const TRUSTED = [
  ...['issuerUri', 'ssoUrl', 'pemFileInfo', 'associatedDomains'],
  // Tokens for another program, or claims that people can set themselves.
  ...['audience', 'authorizationType', 'userClaim', 'groupsClaim'],
]

/** The domains whose people a change lets the provider sign in. */
const newDomains = ({ opened, changes }: Input): string[] =>
  [changes.associatedDomains ?? []]
    .flat()
    .map(String)
    .filter((domain) => !opened.associatedDomains?.includes(domain))

/** Trusting another signer needs approval, what may lock people out a typed phrase, anything else a confirmation. */
function frictionOf(i: Input, of: Readonly<Record<string, string>>): Friction {
  const come = newDomains(i)
  const grave: Readonly<Record<string, string>> = {
    ...of,
    ...(come.length > 0
      ? { associatedDomains: `Whoever runs it can sign in as anyone with ${list(come, 'or')}.` }
      : {}),
  }
  const touched = Object.keys(grave).filter((name) => name in i.changes)
  const because = [...new Set(touched.map((name) => grave[name]))].join(' ')
  if (touched.some((name) => TRUSTED.includes(name)))
    return {
      level: 'approval',
      phrase: nameOf(i),
      because: `This changes whose sign-ins Atlas trusts. ${because}`,
    }
  return touched.length > 0
    ? { level: 'type', phrase: nameOf(i), because }
    : {
        level: 'confirm',
        because: 'The change applies to every organization that uses this provider.',
      }
}

const LOCKS_OUT =
  'If this does not match exactly what the provider sends, nobody can sign in with it, in any organization.'

const shared = {
  roles: ['operator'] as const,
  verbs: {
    do: 'Save changes',
    doing: 'Saving…',
    done: (i: Input) => `${nameOf(i)} updated`,
  },
  output: provider,
  target: targetOfProvider,
  invalidates,
  concurrencyKey: turnOfProvider,
  refusals: {
    DOMAIN_NOT_VERIFIED:
      'A domain is not verified in this federation. Verify it in Atlas first, or remove it.',
  },
  opened: {
    read: readProvider,
    now: (answer: unknown) => openedOf(provider.parse(answer)),
  },
  precondition: {
    read: readProvider,
    whyNot: (answer: unknown, i: Input) => {
      const now = provider.safeParse(answer)
      if (answer === undefined || !now.success) return 'The identity provider no longer exists.'
      return sameProvider(now.data, i.opened)
        ? undefined
        : 'Someone changed the identity provider after you opened this form. Review the differences, then continue with the current settings.'
    },
  },
}

const undone = (i: Input) => ({
  federationSettingsId: i.federationSettingsId,
  identityProviderId: i.identityProviderId,
  opened: afterOf(i),
  changes: Object.fromEntries(
    Object.keys(i.changes).flatMap((name) =>
      i.opened[name] == null ? [] : [[name, i.opened[name]]],
    ),
  ),
})

const oidcInput = input('OIDC', oidc).refine(
  (i) => {
    const after = { ...i.opened, ...i.changes }
    return after.authorizationType !== 'GROUP' || Boolean(after.groupsClaim)
  },
  { path: ['changes', 'groupsClaim'], message: GROUPS },
)

export const updateOidcProvider = command({
  id: 'federation.updateOidc',
  title: 'Change an OIDC identity provider',
  atlas: { op: 'updateFederationSettingIdentityProvider', version: '2023-11-15' },
  ...shared,
  input: oidcInput,
  summary: (i) => `Change the OIDC identity provider ${quoted(nameOf(i))}`,
  body: bodyOf,
  friction: (i) =>
    frictionOf(i, {
      issuerUri: LOCKS_OUT,
      audience: LOCKS_OUT,
      clientId: LOCKS_OUT,
      authorizationType: LOCKS_OUT,
      groupsClaim: LOCKS_OUT,
      userClaim: LOCKS_OUT,
    }),
  undo: (i) => callIfFits('federation.updateOidc', oidcInput, undone(i)),
  readBack: {
    read: readProvider,
    verdict: (answer, i) => {
      const now = provider.safeParse(answer)
      if (!now.success) return 'other'
      if (sameProvider(now.data, afterOf(i))) return 'done'
      return sameProvider(now.data, i.opened) ? 'absent' : 'other'
    },
  },
})

function whyNoCertificate(text: unknown): string {
  const typed = String(text)
  if (/PRIVATE KEY/.test(typed)) return 'This contains a private key. Paste only the certificate.'
  if (/BEGIN PKCS7/.test(typed))
    return 'This is PKCS #7. Convert it to PEM, for example with openssl pkcs7 -print_certs.'
  if (/BEGIN [A-Z ]*CERTIFICATE REQUEST/.test(typed))
    return 'This is a certificate request. Paste the certificate that the provider signs with.'
  if (/^\s*</.test(typed))
    return 'This is XML. Paste only the text in X509Certificate of the signing key.'
  return 'Paste one certificate, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----'
}

const pem = z
  .string()
  .regex(/^\s*-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----\s*$/, {
    error: ({ input }) => whyNoCertificate(input),
  })
  .meta({
    examples: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
  })

const samlInput = input('SAML', {
  ...saml,
  status: z.enum(['ACTIVE', 'INACTIVE'], 'Choose on or off'),
  pemFileInfo: z.strictObject({
    fileName: line().min(1, 'Enter a file name').max(200),
    certificates: z
      .array(z.strictObject({ content: pem }))
      .min(1)
      .max(5),
  }),
})

export const updateSamlProvider = command({
  id: 'federation.updateSaml',
  title: 'Change a SAML identity provider',
  atlas: { op: 'updateFederationSettingIdentityProvider', version: '2023-11-15' },
  ...shared,
  input: samlInput,
  summary: (i) =>
    i.changes.status && i.changes.status !== i.opened.status
      ? `Turn the SAML identity provider ${quoted(nameOf(i))} ${i.changes.status === 'ACTIVE' ? 'on' : 'off'}`
      : `Change the SAML identity provider ${quoted(nameOf(i))}`,
  // Without new certificates the current ones stay. Atlas never returns their content.
  body: (i) => ({
    ssoDebugEnabled: false,
    ...bodyOf(i),
    ...(i.changes.pemFileInfo ? { pemFileInfo: i.changes.pemFileInfo } : {}),
  }),
  friction: (i) =>
    frictionOf(i, {
      issuerUri: LOCKS_OUT,
      ssoUrl: LOCKS_OUT,
      requestBinding: LOCKS_OUT,
      responseSignatureAlgorithm: LOCKS_OUT,
      pemFileInfo:
        'These certificates replace all current ones. Sign-ins signed with another certificate fail.',
      ...(i.changes.status === 'INACTIVE'
        ? { status: 'Nobody can sign in with it while it is off.' }
        : {}),
    }),
  // The content of the old certificates is not known.
  undo: (i) =>
    i.changes.pemFileInfo ? undefined : callIfFits('federation.updateSaml', samlInput, undone(i)),
  refusals: {
    ...shared.refusals,
    INVALID_CERTIFICATE:
      'Atlas can’t read this certificate. Paste it exactly as the provider shows it.',
    IDENTITY_PROVIDER_HAS_NO_VALID_CERTIFICATE:
      'The provider has no valid certificate, so Atlas can’t turn it on. Add a valid one first.',
  },
  readBack: {
    read: readProvider,
    verdict: (answer, i) => {
      const now = provider.safeParse(answer)
      if (!now.success) return 'other'
      const isSame = (p: OpenedProvider) => sameProvider(now.data, p)
      // A certificate's content can't be read, so new dates show that it was replaced.
      const withOwn = { ...afterOf(i), pemFileInfo: now.data.pemFileInfo }
      const isNew = !isSame({ ...withOwn, pemFileInfo: i.opened.pemFileInfo })
      if (i.changes.pemFileInfo ? isNew && isSame(withOwn) : isSame(afterOf(i))) return 'done'
      return isSame(i.opened) ? 'absent' : 'other'
    },
  },
})
