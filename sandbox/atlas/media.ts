import { reject } from './reject'
import type { Fact } from './routes'

const versioned = /^application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2}|preview)\+(?:json|gzip|csv)$/i

/** Date part of the first versioned media type in a header. */
export function askedVersion(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(',')) {
    const found = versioned.exec(part.split(';')[0]?.trim() ?? '')
    if (found?.[1]) return found[1].toLowerCase()
  }
  return undefined
}

/** The resource version for an Accept header: the newest up to its date. Throws 406, or 410 after its sunset. */
export function resolveVersion(fact: Fact, accept: string | undefined, now = new Date()): string {
  const asked = askedVersion(accept)
  const dated = fact.versions.filter((v) => v.version !== 'preview')
  const found =
    asked === 'preview'
      ? fact.versions.find((v) => v.version === 'preview')
      : dated.filter((v) => asked !== undefined && v.version <= asked).at(-1)
  if (!found || (asked !== 'preview' && Number.isNaN(Date.parse(asked ?? ''))))
    throw reject(
      406,
      'INVALID_VERSION_DATE',
      'Invalid accept header or version date.',
      accept ?? '',
    )
  if (found.sunset && Date.parse(found.sunset) <= now.getTime())
    throw reject(
      410,
      'VERSION_GONE',
      `Version ${found.version} of this resource was retired on ${found.sunset}.`,
      found.version,
      found.sunset,
    )
  return found.version
}

export const contentTypeOf = (version: string) =>
  `application/vnd.atlas.${version}+json;charset=utf-8`

/** Accepts plain JSON or a dated media type. Throws 415 otherwise. */
export function checkBodyType(header: string | undefined): void {
  const type = header?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json' || askedVersion(header)) return
  throw reject(415, 'UNSUPPORTED_MEDIA_TYPE', `Media type ${type ?? '(none)'} is not supported.`)
}
