import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SignInSettings } from './sign-in-schema'

type Env = Readonly<Record<string, string | undefined>>

export type ClientCredential =
  | { clientSecret: string; clientKey?: undefined }
  | { clientSecret?: undefined; clientKey: JsonWebKey & { alg: string } }

/**
 * What the console authenticates with at the token endpoint: OIDC_CLIENT_SECRET or, for private_key_jwt, the key in
 * OIDC_CLIENT_KEY or in the file that OIDC_CLIENT_KEY_FILE names. @throws Error that names the variable
 */
export function clientCredential(signIn: SignInSettings, env: Env): ClientCredential {
  if (signIn.clientAuthentication !== 'private_key_jwt') {
    if (env.OIDC_CLIENT_SECRET) return { clientSecret: env.OIDC_CLIENT_SECRET }
    throw new Error('environment: OIDC_CLIENT_SECRET: is missing.')
  }
  const { variable, key } = privateKeyIn(env)
  const fitting = algorithmsFor(key)
  const alg = signIn.clientKeyAlgorithm ?? fitting[0]
  if (!alg)
    throw new Error(
      `environment: ${variable}: use an RSA key of at least 2048 bits, an EC key on P-256, P-384 or P-521, or an Ed25519 key.`,
    )
  if (!fitting.includes(alg))
    throw new Error(
      `signIn.clientKeyAlgorithm: the key in ${variable} can’t sign with ${alg}; it can with ${fitting.join(', ')}.`,
    )
  const kid = signIn.clientKeyId === undefined ? {} : { kid: signIn.clientKeyId }
  return { clientKey: { ...key.export({ format: 'jwk' }), alg, use: 'sig', ...kid } }
}

function privateKeyIn(env: Env): { variable: string; key: KeyObject } {
  const { OIDC_CLIENT_KEY: inline, OIDC_CLIENT_KEY_FILE: file } = env
  if (inline && file)
    throw new Error(
      'environment: OIDC_CLIENT_KEY: is set together with OIDC_CLIENT_KEY_FILE. Set only one of them.',
    )
  const variable = file ? 'OIDC_CLIENT_KEY_FILE' : 'OIDC_CLIENT_KEY'
  if (!inline && !file)
    throw new Error(
      'environment: OIDC_CLIENT_KEY: is missing. private_key_jwt needs it, or OIDC_CLIENT_KEY_FILE.',
    )
  let text: string
  try {
    text = file ? readFileSync(/* turbopackIgnore: true */ file, 'utf8') : (inline ?? '')
  } catch {
    throw new Error(`environment: ${variable}: the file can’t be read.`)
  }
  try {
    const isJwk = text.trimStart().startsWith('{')
    // In environment variables of one line, PEM is written with \n.
    const pem = text.replaceAll('\\n', '\n')
    const key = createPrivateKey(isJwk ? { key: JSON.parse(text), format: 'jwk' } : pem)
    return { variable, key }
  } catch {
    // The reason may quote the key.
    throw new Error(`environment: ${variable}: is not a private key in PEM or JWK form.`)
  }
}

const curves: Record<string, string> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
}

/** The algorithms of a key, the usual one first. */
function algorithmsFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string[] {
  if (asymmetricKeyType === 'ed25519') return ['EdDSA']
  if (asymmetricKeyType === 'ec') {
    const algorithm = curves[asymmetricKeyDetails?.namedCurve ?? '']
    return algorithm ? [algorithm] : []
  }
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    ? ['RS256', 'PS256', 'RS384', 'RS512', 'PS384', 'PS512']
    : []
}
