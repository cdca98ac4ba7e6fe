import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type CheckpointKey, checkpointKey } from '@/lib/audit/checkpoint-key'
import { isLoopback } from '../loopback'

const name = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'use lower-case letters, digits and hyphens')
  .optional()
/** Whether approvals stop when it stays behind. By default for sinks on another machine. */
const required = z.boolean().optional()
const http = z
  .url({ protocol: /^https?$/, error: 'write an http or https address' })
  .refine((text) => {
    const url = URL.parse(text)
    return !url?.username && !url?.password
  }, 'write an address without a user and password')

const sink = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('stdout'), name, required }),
    z.strictObject({ kind: z.literal('file'), name, required, path: z.string().min(1).optional() }),
    z.strictObject({
      kind: z.literal('syslog'),
      name,
      required,
      url: z.url({ protocol: /^(tcp|tls)$/, error: 'write tcp://host:port or tls://host:port' }),
    }),
    z.strictObject({
      kind: z.literal('webhook'),
      name,
      required,
      url: http,
      secretFrom: z.string(),
    }),
    z.strictObject({
      kind: z.literal('s3'),
      name,
      required,
      /** The address of the bucket, with or without a folder. */
      url: http,
      region: z.string().min(1).default('us-east-1'),
      accessKeyIdFrom: z.string(),
      secretAccessKeyFrom: z.string(),
      lock: z.enum(['compliance', 'governance']).default('compliance'),
      /** 0: the bucket's own default. */
      retainDays: z.int().min(0).max(36_500).default(365),
    }),
  ],
  'write kind: stdout, file, syslog, webhook or s3',
)
type SinkSettings = z.output<typeof sink> & { name: string; required: boolean }
type SinkOf<K extends SinkSettings['kind']> = Extract<SinkSettings, { kind: K }>
type WebhookSettings = SinkOf<'webhook'> & { secret: string }
export type S3Settings = SinkOf<'s3'> & { accessKeyId: string; secretAccessKey: string }
export type KnownSink =
  | SinkOf<'stdout'>
  | (SinkOf<'file'> & { path: string })
  | SinkOf<'syslog'>
  | WebhookSettings
  | S3Settings

/** Where signed checkpoints of the audit log go, and when a sink that stays behind matters. */
export const checkpointSettings = z
  .strictObject({
    everyMinutes: z.number().min(0.1).max(1_440).default(10),
    verifyEveryHours: z.number().min(0.1).max(168).default(24),
    warnAfterMinutes: z.number().min(0.1).max(10_080).default(15),
    stopApprovalsAfterMinutes: z.number().min(0.1).max(10_080).default(60),
    sinks: z.array(sink).default([{ kind: 'stdout' }, { kind: 'file' }]),
  })
  .prefault({})
type Settings = z.output<typeof checkpointSettings>

export type Checkpoints = Omit<Settings, 'sinks'> & {
  sinks: KnownSink[]
  /** Undefined: no checkpoints are signed. */
  key: CheckpointKey | undefined
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * The settings with names, secrets and the signing key from the environment.
 * @throws Error with the key of gatehouse.yaml or the variable
 */
export function loadCheckpoints(
  settings: Settings,
  env: Env,
  path: string,
  secretFrom: (variable: string, key: string) => string,
): Checkpoints {
  const sinks = settings.sinks.map((one, i): KnownSink => {
    const key = `checkpoints.sinks.${i}`
    const at = `${path}: ${key}`
    const named = {
      ...one,
      name: one.name ?? one.kind,
      required: one.required ?? !['stdout', 'file'].includes(one.kind),
    }
    switch (named.kind) {
      case 'file':
        return {
          ...named,
          path: named.path ?? join(env.GATEHOUSE_DATA || 'data', 'checkpoints.txt'),
        }
      case 'webhook':
        return {
          ...named,
          secret: webhookSecret(secretFrom(named.secretFrom, `${key}.secretFrom`), at),
        }
      case 's3':
        return {
          ...named,
          url: inPrivate(named.url, at),
          accessKeyId: secretFrom(named.accessKeyIdFrom, `${key}.accessKeyIdFrom`),
          secretAccessKey: secretFrom(named.secretAccessKeyFrom, `${key}.secretAccessKeyFrom`),
        }
      default:
        return named
    }
  })
  const names = sinks.map((one) => one.name)
  const twice = names.find((one, i) => names.indexOf(one) !== i)
  if (twice)
    throw new Error(`${path}: checkpoints.sinks: two have the name ${twice}. Give each a name.`)
  return { ...settings, sinks, key: signingKey(env) }
}

function inPrivate(url: string, at: string): string {
  if (url.startsWith('http:') && !isLoopback(url))
    throw new Error(`${at}.url: use https, so that nobody can change what is stored.`)
  return url.replace(/\/+$/, '')
}

function webhookSecret(text: string, at: string): string {
  if (/^(whsec_)?[A-Za-z0-9+/]{32,}=*$/.test(text)) return text
  throw new Error(`${at}.secretFrom: the secret is whsec_ and at least 24 random bytes in base64.`)
}

const VARIABLE = 'GATEHOUSE_CHECKPOINT_KEY'

function signingKey(env: Env): CheckpointKey | undefined {
  const file = env[`${VARIABLE}_FILE`]
  const text = env[VARIABLE] || (file && keyIn(file))
  if (!text) return undefined
  try {
    return checkpointKey(text)
  } catch (error) {
    throw new Error(`environment: ${VARIABLE}: ${error instanceof Error ? error.message : error}.`)
  }
}

function keyIn(file: string): string {
  try {
    return readFileSync(/* turbopackIgnore: true */ file, 'utf8')
  } catch (error) {
    throw new Error(
      `environment: ${VARIABLE}_FILE: ${error instanceof Error ? error.message : error}.`,
    )
  }
}
