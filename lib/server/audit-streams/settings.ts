import { z } from 'zod'
import { isLoopback } from '../loopback'

const common = {
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'use lower-case letters, digits and hyphens'),
  /** `row`: the line of an export, without personal text. `ocsf`: an OCSF event, with personal text. */
  format: z.enum(['row', 'ocsf']).default('row'),
  /** Where a new stream starts: with the first row of the log, or with the next one. */
  start: z.enum(['first', 'next']).default('first'),
}

const stream = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...common,
      kind: z.literal('syslog'),
      url: z.url({ protocol: /^(tcp|tls)$/, error: 'write tcp://host:port or tls://host:port' }),
    }),
    z.strictObject({
      ...common,
      kind: z.literal('http'),
      url: z
        .url({ protocol: /^https?$/, error: 'write an https address' })
        .refine((text) => {
          const url = URL.parse(text)
          return !url?.username && !url?.password
        }, 'write an address without a user and password')
        .refine(
          (text) => text.startsWith('https:') || isLoopback(text),
          'use https, so that nobody can read or change the rows',
        ),
      /** The variable with the value of the header Authorization. */
      authorizationFrom: z.string().min(1).optional(),
    }),
  ],
  'write kind: syslog or http',
)

/** Streams of audit rows to a SIEM. */
export const streamSettings = z.array(stream).default([])

export type StreamSettings = z.output<typeof stream> & { authorization?: string | undefined }

/** The settings with secrets from the environment. @throws Error with the key of gatehouse.yaml */
export function loadStreams(
  settings: z.output<typeof streamSettings>,
  path: string,
  secretFrom: (variable: string, key: string) => string,
): StreamSettings[] {
  const names = settings.map(({ name }) => name)
  const twice = names.find((one, i) => names.indexOf(one) !== i)
  if (twice) throw new Error(`${path}: auditStreams: two have the name ${twice}.`)
  return settings.map((one, i) =>
    one.kind === 'http' && one.authorizationFrom
      ? {
          ...one,
          authorization: secretFrom(one.authorizationFrom, `auditStreams.${i}.authorizationFrom`),
        }
      : one,
  )
}
