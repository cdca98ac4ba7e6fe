import { specifiedOn } from '@/lib/atlas/facts'
import type { Fact } from '@/lib/ops/fact'

const dated = /^application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2}|preview|upcoming)\+\w+$/i

/** The date in a media type: `2025-03-12`, `preview`. Undefined for another type, and for several different dates. */
function dateIn(mediaType: string | undefined): string | undefined {
  const dates = (mediaType ?? '')
    .split(',')
    .map((part) => dated.exec(part.split(';')[0]?.trim() ?? '')?.[1]?.toLowerCase())
  return dates.every((date) => date === dates[0]) ? dates[0] : undefined
}

/** The resource version that Atlas uses for a date: the newest one that is not after it. Undefined: none. */
function versionFor({ versions }: Pick<Fact, 'versions'>, date: string): string | undefined {
  const isDated = /^\d/.test(date)
  return versions.findLast(({ version }) =>
    isDated ? /^\d/.test(version) && version <= date : version === date,
  )?.version
}

/**
 * The version of a call. Undefined when Atlas has none for it, or when Accept and Content-Type name different ones: it is
 * then not clear how Atlas reads the body.
 */
export function versionOf(
  fact: Pick<Fact, 'versions'>,
  { accept, contentType }: { accept?: string | undefined; contentType?: string | undefined },
): string | undefined {
  const date = dateIn(accept)
  const version = date && versionFor(fact, date)
  const bodyDate = dateIn(contentType)
  return bodyDate === undefined || versionFor(fact, bodyDate) === version ? version : undefined
}

/** Whether Gatehouse knows every version that Atlas can use for a date: for a later one, Atlas may have a new version. */
export const isKnownDate = (accept: string | undefined): boolean => {
  const date = dateIn(accept) ?? ''
  return !/^\d/.test(date) || date <= specifiedOn
}
