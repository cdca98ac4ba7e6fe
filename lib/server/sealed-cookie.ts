import { z } from 'zod'
import { seal, unseal } from './sealed'

const kept = z.object({ content: z.unknown(), until: z.number() })

/** A value that only this console can read and make, for a cookie of that name; for `maxAge` seconds. */
export const sealCookie = (
  name: string,
  content: Record<string, unknown>,
  maxAge: number,
): string =>
  seal({ content, until: Date.now() + maxAge * 1000 }, `cookie/${name}`).toString('base64url')

/** What was sealed under that name; undefined for anything else, and when it is too old. */
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
