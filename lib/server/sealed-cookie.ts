import { decode, encode } from 'next-auth/jwt'
import type { z } from 'zod'
import { configuration } from './configuration'

/** A value that only this console can read and make, for a cookie of that name. */
export const seal = (name: string, content: Record<string, unknown>, maxAge: number) =>
  encode({ token: content, secret: configuration().secret, salt: name, maxAge })

/** What was sealed under that name; undefined for anything else, and when it is too old. */
export async function unseal<S extends z.ZodType>(
  name: string,
  token: string,
  schema: S,
): Promise<z.output<S> | undefined> {
  try {
    return schema.parse(await decode({ token, secret: configuration().secret, salt: name }))
  } catch {
    return undefined
  }
}
