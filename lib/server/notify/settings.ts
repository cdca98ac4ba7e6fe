import ipaddr from 'ipaddr.js'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { orgId, projectId } from '@/lib/ops/shapes'
import { isLoopback } from '../loopback'

const name = z.string().regex(/^[a-z0-9-]{1,40}$/, 'use lower-case letters, digits and hyphens')
const variable = z.string().min(1)

/** Which requests and incidents a shared channel gets. Every key that is set must match. */
const match = z.strictObject({
  org: orgId.optional(),
  project: projectId.optional(),
  environment: z.enum(['production', 'other']).optional(),
  op: z.string().optional(),
  /** Names of rules of the policy. */
  rules: z.array(z.string()).optional(),
  /** Types of events such as `request.created`. */
  events: z.array(z.string()).optional(),
})
export type Match = z.output<typeof match>

const shared = { name, match: match.prefault({}), includeReason: z.boolean().default(false) }

const isUsable = (text: string) => {
  const url = URL.parse(text)
  return Boolean(
    url &&
      !url.username &&
      !url.password &&
      (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text))),
  )
}

const webhook = z.strictObject({
  ...shared,
  url: z.string().refine(isUsable, 'write an https address without a password'),
  /** One secret, or two while it is rotated. */
  secretsFrom: z.array(variable).min(1).max(2),
  timeoutSeconds: z.number().min(0.1).max(30).default(10),
})

const range = z.string().refine((text) => {
  if (ipaddr.isValid(text)) return true
  return ipaddr.isValidCIDR(text)
}, 'write an IP address or range such as 10.0.0.0/8')

const mailServer = z.string().refine((text) => {
  const url = URL.parse(text)
  return url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname && !url.password
}, 'write smtp://host:port or smtps://host:port, without a password')

const email = z.strictObject({
  server: mailServer,
  from: z.email(),
  userFrom: variable.optional(),
  passwordFrom: variable.optional(),
  /** Some providers send no `email_verified`. */
  trustUnverified: z.boolean().default(false),
  includeReason: z.boolean().default(false),
})

const slack = z.strictObject({
  appTokenFrom: variable,
  botTokenFrom: variable,
  apiUrl: z.string().refine(isUsable, 'write an https address').default('https://slack.com/api/'),
  channels: z
    .array(z.strictObject({ ...shared, id: z.string().regex(/^[A-Z0-9]{3,20}$/, 'write its ID') }))
    .min(1),
})

/** `notifications` in gatehouse.yaml. */
export const notificationsSchema = z.strictObject({
  webhooks: z.array(webhook).default([]),
  email: email.optional(),
  slack: slack.optional(),
  /** Private addresses that webhooks may be sent to. */
  allowAddresses: z.array(range).default([]),
  keepDays: z.int().min(1).max(3650).default(90),
})
type Written = z.output<typeof notificationsSchema>

type Env = Readonly<Record<string, string | undefined>>

/**
 * The settings with their secrets from the environment.
 * @throws Error that names the key, for a name used twice, an unset variable or an unusable secret
 */
export function withSecrets(written: Written, env: Env, path: string) {
  const twice = repeated(written.webhooks) ?? repeated(written.slack?.channels ?? [])
  if (twice) throw new Error(`${path}: notifications: two channels have the name ${twice}.`)
  const read = (name: string, key: string) => {
    const value = env[name]
    if (value) return value
    throw new Error(`${path}: notifications.${key}: set the environment variable ${name}.`)
  }
  const { slack: s, email: e } = written
  return {
    ...written,
    webhooks: written.webhooks.map(({ secretsFrom, ...rest }) => ({
      ...rest,
      secrets: secretsFrom.map((one) =>
        signing(read(one, `webhooks.${rest.name}.secretsFrom`), one, path),
      ),
    })),
    email: e && {
      ...e,
      user: e.userFrom && read(e.userFrom, 'email.userFrom'),
      password: e.passwordFrom && read(e.passwordFrom, 'email.passwordFrom'),
    },
    slack: s && {
      ...s,
      appToken: read(s.appTokenFrom, 'slack.appTokenFrom'),
      botToken: read(s.botTokenFrom, 'slack.botTokenFrom'),
    },
  }
}

const repeated = (list: ReadonlyArray<{ name: string }>) =>
  list.map(({ name }) => name).find((one, i, all) => all.indexOf(one) !== i)

/** Standard Webhooks: 24 to 64 random bytes. */
function signing(secret: string, name: string, path: string): string {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length
  try {
    new Webhook(secret)
    if (bytes >= 24 && bytes <= 64) return secret
  } catch {
    // Reported below, without the secret.
  }
  throw new Error(
    `${path}: notifications.webhooks: ${name} must be whsec_ and 24 to 64 bytes in base64. Make one with: echo whsec_$(openssl rand -base64 32)`,
  )
}
