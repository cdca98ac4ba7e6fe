import { z } from 'zod'
import { seal, unseal } from './sealed'

const kept = z.object({ content: z.unknown(), until: z.number() })

/** An encrypted value for a cookie with that name, valid for `maxAge` seconds. */
export const sealCookie = (
  name: string,
  content: Record<string, unknown>,
  maxAge: number,
): string =>
  seal({ content, until: Date.now() + maxAge * 1000 }, `cookie/${name}`).toString('base64url')

/** The decrypted value for that name; undefined if it is invalid or expired. */
export function unsealCookie<S extends z.ZodType>(
  name: string,
  value: string,
  schema: S,
): z.output<S> | undefined {
  try {
    const { content, until } = kept.parse(unseal(Buffer.from(value, 'base64url'), `cookie/${name}`))
    return Date.now() < until ? schema.parse(content) : undefined
  } catch {
    return undefined
  }
}
