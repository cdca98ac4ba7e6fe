import { z } from 'zod'
import { isLoopback } from './loopback'

/** Signatures of ID tokens that Gatehouse can verify. An unsigned token is never accepted. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'],
]

/** Whether Gatehouse verifies signatures of this algorithm with the provider's keys. */
export const isSupported = (algorithm: string): boolean =>
  algorithms.includes(algorithm) && !algorithm.startsWith('HS')

const clientAuthentications = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
] as const

const stepUpParameters = ['max_age', 'prompt=login', 'acr_values'] as const

const issuer = z
  .url({ protocol: /^https?$/, error: 'write an http or https address' })
  .refine((text) => !/[?#]/.test(text), 'write an address without ? and #')
  .refine(
    (text) => !text.includes('/.well-known/'),
    'write the issuer itself, without /.well-known/openid-configuration',
  )
  .refine(
    (text) => text.startsWith('https:') || isLoopback(text),
    'use https, so that client credentials are not sent unencrypted',
  )

const algorithm = (list: readonly string[]) =>
  z.string().refine((text) => list.includes(text), {
    error: ({ input }) =>
      input === 'none' ? 'an unsigned token is never accepted' : `write one of ${list.join(', ')}`,
  })

// RFC 6749, appendix A.4.
const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a scope is one word without quotation marks')

/** The `signIn` part of gatehouse.yaml: settings that are not in the provider's discovery document. */
export const signInSchema = z
  .strictObject({
    issuer,
    name: z.string().default('single sign-on'),
    /** By default, those of openid, profile, email and groups that the provider lists. */
    scopes: z
      .array(scope)
      .refine((list) => list.includes('openid'), 'must contain openid')
      .optional(),
    groupsClaim: z.string().min(1).default('groups'),
    groupsFrom: z
      .enum(['any', 'id_token', 'userinfo'], 'write any, id_token or userinfo')
      .default('any'),
    groupsSeparator: z.string().min(1).max(5).optional(),
    idTokenAlgorithm: algorithm(algorithms).optional(),
    clientAuthentication: z
      .enum(clientAuthentications, `write one of ${clientAuthentications.join(', ')}`)
      .optional(),
    clientKeyId: z.string().min(1).optional(),
    clientKeyAlgorithm: algorithm(algorithms.filter((a) => !a.startsWith('HS'))).optional(),
    /** Other origins that the provider redirects through at sign-in or sign-out. */
    redirectOrigins: z
      .array(
        z
          .url({ protocol: /^https?$/, error: 'write an http or https origin' })
          .refine(
            (text) => URL.parse(text)?.origin === text,
            'write only the origin, without a path',
          ),
      )
      .default([]),
    stepUp: z
      .array(z.enum(stepUpParameters, `write a list of ${stepUpParameters.join(', ')}`))
      .min(1, 'name at least one parameter')
      .default(['max_age']),
    stepUpProof: z
      .enum(['auth_time', 'sign-in'], 'write auth_time or sign-in')
      .default('auth_time'),
    stepUpAcr: z.array(z.string().regex(/^\S+$/, 'an acr value has no spaces')).default([]),
    /** Some providers send no `email_verified`. */
    trustUnverifiedEmail: z.boolean().default(false),
    idleMinutes: z.number().min(1).max(1440).default(60),
    absoluteMinutes: z.number().min(5).max(1440).default(480),
  })
  .check(({ value, issues }) => {
    const wrong = (key: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [key], message })
    const usesKey = value.clientAuthentication === 'private_key_jwt'
    if (usesKey && value.idTokenAlgorithm?.startsWith('HS'))
      wrong('idTokenAlgorithm', 'HS algorithms need a client secret, and private_key_jwt has none')
    for (const key of ['clientKeyId', 'clientKeyAlgorithm'] as const)
      if (value[key] !== undefined && !usesKey)
        wrong(key, 'is only used with clientAuthentication: private_key_jwt')
    if (value.stepUpProof === 'sign-in' && !value.stepUp.includes('prompt=login'))
      wrong('stepUpProof', 'sign-in needs prompt=login in stepUp')
    const asksAcr = value.stepUp.includes('acr_values')
    if (asksAcr && value.stepUpAcr.length === 0)
      wrong('stepUpAcr', 'list the accepted acr values, because stepUp contains acr_values')
    if (!asksAcr && value.stepUpAcr.length > 0)
      wrong('stepUpAcr', 'is only used when stepUp contains acr_values')
  })

export type SignInSettings = z.output<typeof signInSchema>
