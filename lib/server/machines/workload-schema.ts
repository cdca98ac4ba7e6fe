import { z } from 'zod'
import { isLoopback } from '../loopback'
import { machineName } from './name'

/** An address that is read over https, or on this machine. */
export const safeAddress = z
  .url({ protocol: /^https?$/, error: 'write an http or https address' })
  .refine(
    (text) => text.startsWith('https:') || isLoopback(text),
    'use https, so that nobody can exchange the keys',
  )

/** A value, in which `*` stands for any characters. */
const pattern = z
  .string()
  .min(1, 'write a value, in which * stands for any characters')
  .max(500)
  .refine((text) => /[^*]/.test(text), 'a pattern of only * accepts every value')

const issuer = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'use lower-case letters, digits and hyphens'),
  issuer: safeAddress.refine((text) => !/[?#]/.test(text), 'write an address without ? and #'),
  audience: z.string().min(1, 'write the audience that the issuer puts into its tokens'),
  /** Where its keys are, if it has no discovery document. */
  jwksUri: safeAddress.optional(),
  machines: z
    .array(
      z.strictObject({
        machine: machineName,
        claims: z
          .record(z.string(), pattern)
          .refine((claims) => Object.keys(claims).length > 0, 'name at least one claim'),
      }),
    )
    .min(1, 'name at least one machine'),
})
export type WorkloadIssuer = z.output<typeof issuer>

/** The `workloadIdentity` part of gatehouse.yaml: whose signed tokens count as the credential of which machine. */
export const workloadSchema = z
  .array(issuer)
  .default([])
  .check(({ value, issues }) => {
    for (const key of ['name', 'issuer'] as const)
      value.forEach((one, i) => {
        if (value.findIndex((other) => other[key] === one[key]) < i)
          issues.push({
            code: 'custom',
            input: value,
            path: [i, key],
            message: `another entry has this ${key}`,
          })
      })
  })
