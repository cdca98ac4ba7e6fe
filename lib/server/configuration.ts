import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { perProcess } from '@/lib/atlas/per-process'
import { routeTo } from '@/lib/atlas/proxy'
import { canonical } from '@/lib/audit/canonical'
import { normalizeAddress } from '@/lib/format/address'
import { setContact } from '@/lib/ops/contact'
import { loadStreams, streamSettings } from './audit-streams/settings'
import { binding, tagText } from './binding-schema'
import { checkpointSettings, loadCheckpoints } from './checkpoints/settings'
import { clientCredential } from './client-key'
import { readYaml } from './config-lines'
import { isLoopback } from './loopback'
import { workloadSchema } from './machines/workload-schema'
import { loadMetrics, metricsSettings } from './metrics/settings'
import { notificationsSchema, withSecrets } from './notify/settings'
import { type Problem, policyProblems } from './policy-check'
import { policySchema } from './policy-schema'
import { signInSchema } from './sign-in-schema'

const origin = z.url({ protocol: /^https?$/, error: 'write an http or https address' })
const isOrigin = (text: string) => {
  const url = URL.parse(text)
  return !url || (!url.username && url.pathname + url.search + url.hash === '/')
}
const name = z.string().regex(/^[a-z0-9-]{1,40}$/, 'use lower-case letters, digits and hyphens')

const connection = z.strictObject({
  name,
  baseUrl: origin
    .refine((text) => !/\/api\/(?:atlas|public)/.test(text), 'write it without /api/atlas')
    .default('https://cloud.mongodb.com'),
  sandbox: z.boolean().default(false),
  /** Names of the environment variables with the credential. */
  credentials: z.union(
    [
      z.strictObject({ clientIdFrom: z.string(), clientSecretFrom: z.string() }),
      z.strictObject({ publicKeyFrom: z.string(), privateKeyFrom: z.string() }),
    ],
    'name the variables: {clientIdFrom, clientSecretFrom} or {publicKeyFrom, privateKeyFrom}',
  ),
  timeoutSeconds: z.number().min(1).max(120).default(10),
  requestsPerMinute: z.number().min(10).max(1_000_000).default(600),
})

const PROXIES =
  'write how many proxies there are, 1 to 20, or a list of their addresses and CIDR blocks'
const trustedProxy = z
  .string(PROXIES)
  .transform((text) => normalizeAddress(text) ?? '')
  .refine((text) => text.includes('/'), PROXIES)

const shape = {
  connections: z.array(connection).min(1, 'name at least one connection'),
  signIn: signInSchema,
  /** Whom to ask for a role, shown to people without one. */
  contact: z.string().min(1),
  /** Set only if the reverse proxy overwrites this header on every request. */
  trustedProxyHeader: z
    .string()
    .regex(/^[\w-]+$/, 'write the name of one header, such as x-forwarded-for')
    .toLowerCase()
    .nullable()
    .default(null),
  /** How many proxies append to it, or their addresses: one, if it is not set. */
  trustedProxies: z
    .union([z.int(PROXIES).min(1, PROXIES).max(20, PROXIES), z.array(trustedProxy)], PROXIES)
    .optional(),
  bindings: z.array(binding).min(1, 'bind at least one group to a role'),
  production: z
    .strictObject({ tags: z.array(tagText).default(['environment=production']) })
    .default({ tags: ['environment=production'] }),
  policy: policySchema,
  workloadIdentity: workloadSchema,
  notifications: notificationsSchema.prefault({}),
  /** Seconds between two reads of every cluster's employee access. */
  observeEverySeconds: z.number().min(2).max(600).default(120),
  checkpoints: checkpointSettings,
  auditStreams: streamSettings,
  metrics: metricsSettings,
}
const file = z
  .strictObject(shape, {
    error: ({ code }) =>
      code === 'invalid_type'
        ? 'is empty, or not YAML in UTF-8. Copy gatehouse.example.yaml'
        : undefined,
  })
  .refine((one) => one.trustedProxies === undefined || one.trustedProxyHeader !== null, {
    path: ['trustedProxies'],
    message: 'set trustedProxyHeader too: without it, no header is read',
  })

/** `docker run --env-file` keeps quotes and blanks around a value. */
const isBare = (value: string) => value === value.trim() && !/^(["']).*\1$/.test(value)
const WRAPPED = 'remove the quotes or blanks around the value'

const environment = z.object({
  NEXTAUTH_URL: origin.refine(
    isOrigin,
    'write only the origin, such as https://gatehouse.example, without a path',
  ),
  NEXTAUTH_SECRET: z
    .string()
    .min(32, 'use at least 32 characters, for example from `openssl rand -hex 32`'),
  OIDC_CLIENT_ID: z.string().min(1, 'is empty').refine(isBare, WRAPPED),
})

type Env = Readonly<Record<string, string | undefined>>

/** Where a key is, such as `gatehouse.yaml:12`. */
type LineOf = (path: readonly PropertyKey[]) => string

/** One line per problem: `gatehouse.yaml:12: signIn.issuer: write an http or https address.` */
export const problemsInWords = (problems: readonly Problem[], lineOf: LineOf): string =>
  problems
    .map(({ path, message }) => `${lineOf(path)}: ${path.join('.') || '(top level)'}: ${message}.`)
    .join('\n')

function parsed<S extends z.ZodType>(schema: S, value: unknown, lineOf: LineOf): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message, ...issue }) => ({
    path,
    message: issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : message,
  }))
  throw new Error(problemsInWords(problems, lineOf))
}

function credential(env: Env, variable: string, path: string, key: string): string {
  const value = env[variable]
  if (value && !isBare(value)) throw new Error(`environment: ${variable}: ${WRAPPED}.`)
  if (value) return value
  throw new Error(
    `${path}: ${key}: set the environment variable ${variable}, or use another name here.`,
  )
}

/** Reads a configuration file, without the environment. @throws Error with one line per invalid or missing key */
export function readConfigurationFile(path: string) {
  let text: string
  try {
    text = readFileSync(/* turbopackIgnore: true */ path, 'utf8')
  } catch {
    throw new Error(
      `${path}: the configuration file can’t be read. Set GATEHOUSE_CONFIG to its path.`,
    )
  }
  let yaml: ReturnType<typeof readYaml>
  try {
    yaml = readYaml(text)
  } catch (error) {
    throw new Error(`${path}: not YAML: ${error instanceof Error ? error.message : error}`)
  }
  const lineOf = (keys: readonly PropertyKey[]) => `${path}:${yaml.lineOf(keys)}`
  const settings = parsed(file, yaml.value, lineOf)
  const problems = policyProblems(settings.policy, settings.bindings)
  if (problems.length > 0) throw new Error(problemsInWords(problems, lineOf))
  return {
    ...settings,
    /** A digest of policy, bindings and production tags. */
    policyDigest: policyDigest(settings),
    lineOf,
  }
}

// A file with a secret often ends with a line break, which no credential has. Shells drop it too.
const withoutLineEnds = (env: Env): Env =>
  Object.fromEntries(
    Object.entries(env).map(([variable, value]) => [variable, value?.replace(/[\r\n]+$/, '')]),
  )

/**
 * Reads gatehouse.yaml (GATEHOUSE_CONFIG) and the environment.
 * @throws Error with one line per invalid or missing key
 */
export function loadConfiguration(given: Env = process.env) {
  const env = withoutLineEnds(given)
  const path = env.GATEHOUSE_CONFIG ?? 'gatehouse.yaml'
  const settings = readConfigurationFile(path)
  const secrets = parsed(environment, env, () => 'environment')
  const connections = settings.connections.map(({ credentials: c, timeoutSeconds, ...rest }, i) => {
    const key = `connections.${i}.credentials`
    const credentials =
      'clientIdFrom' in c
        ? {
            kind: 'service-account' as const,
            clientId: credential(env, c.clientIdFrom, path, key),
            clientSecret: credential(env, c.clientSecretFrom, path, key),
          }
        : {
            kind: 'api-key' as const,
            publicKey: credential(env, c.publicKeyFrom, path, key),
            privateKey: credential(env, c.privateKeyFrom, path, key),
          }
    return { ...rest, timeoutMs: timeoutSeconds * 1000, credentials }
  })
  const inClear = connections.find(
    (c) => c.baseUrl.startsWith('http:') && !c.sandbox && !isLoopback(c.baseUrl),
  )
  if (inClear)
    throw new Error(
      `${path}: connections: ${inClear.name}: baseUrl: use https, so that the credential is not sent unencrypted.`,
    )
  // Throws for an invalid proxy.
  for (const address of [...connections.map((c) => c.baseUrl), settings.signIn.issuer])
    routeTo(address, env)
  const names = connections.map((c) => c.name)
  const twice = names.find((n, i) => names.indexOf(n) !== i)
  if (twice) throw new Error(`${path}: connections: two have the name ${twice}.`)
  return {
    ...settings,
    url: new URL(secrets.NEXTAUTH_URL),
    secret: secrets.NEXTAUTH_SECRET,
    connections,
    notifications: withSecrets(settings.notifications, env, path),
    checkpoints: loadCheckpoints(settings.checkpoints, env, path, (variable, key) =>
      credential(env, variable, path, key),
    ),
    auditStreams: loadStreams(settings.auditStreams, path, (variable, key) =>
      credential(env, variable, path, key),
    ),
    metrics: loadMetrics(settings.metrics, path, (variable, key) =>
      credential(env, variable, path, key),
    ),
    signIn: {
      ...settings.signIn,
      clientId: secrets.OIDC_CLIENT_ID,
      ...clientCredential(settings.signIn, env),
    },
  }
}

/** Of what the file means, so that comments, order of keys and line breaks do not change it. */
const policyDigest = ({
  policy,
  bindings,
  production,
  workloadIdentity,
}: Pick<
  z.output<typeof file>,
  'policy' | 'bindings' | 'production' | 'workloadIdentity'
>): string =>
  createHash('sha256')
    .update(
      canonical(
        JSON.parse(
          JSON.stringify([
            policy,
            bindings,
            production,
            ...(workloadIdentity.length > 0 ? [workloadIdentity] : []),
          ]),
        ),
      ),
    )
    .digest('hex')

export type Configuration = ReturnType<typeof loadConfiguration>

/** The configuration of this process, read once. @throws the same as loadConfiguration */
export const configuration = perProcess('gatehouseConfiguration', () => {
  const loaded = loadConfiguration()
  setContact(loaded.contact)
  return loaded
})
