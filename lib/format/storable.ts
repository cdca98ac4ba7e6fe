import { mapped } from './values'

const clean = (text: string) => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** A text of Atlas as PostgreSQL can store it, without NUL and half characters. Cut after `most` characters. */
export const storable = (text: string, most = Number.POSITIVE_INFINITY): string =>
  clean(clean(text).slice(0, most))

/** The same for every text in a value. */
export const storableIn = <T>(value: T): T =>
  mapped(value, (one) => (typeof one === 'string' ? clean(one) : one)) as T
