import { kindOfAddress } from '@/lib/format/address'
import type { OpError } from '@/lib/ops/failure'
import type { Planned } from './plan'

/**
 * The entries that Atlas refused: by the index in its field names, by the address in its message, or by its error code.
 * Empty when it names none. Atlas takes all entries of a call or none.
 */
export function refusedBy(error: OpError, sent: readonly Planned[]): readonly Planned[] {
  const { fields = {}, atlas } = error.failure
  if (!atlas) return []
  if (sent.length === 1) return sent
  const places = Object.keys(fields).flatMap(
    (path) => /(?:^|[.[])(\d+)(?=[\].]|$)/.exec(path)?.[1] ?? [],
  )
  const named = [...new Set(places)].flatMap((at) => sent[Number(at)] ?? [])
  if (named.length > 0) return named
  const words = (atlas.detail ?? '').split(/[\s,;"'()]+/).map((word) => word.replace(/[.:]$/, ''))
  const inWords = sent.filter((p) =>
    [p.typed, p.value, p.value.replace(/\/(32|128)$/, '')].some((form) => words.includes(form)),
  )
  if (inWords.length > 0) return inWords
  return /SECURITY_GROUP/.test(atlas.errorCode ?? '')
    ? sent.filter((p) => kindOfAddress(p.value) === 'security-group')
    : []
}
