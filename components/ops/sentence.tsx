import { minutesInWords } from '@/lib/format/duration'
import { count } from '@/lib/format/words'
import type { RequestSummary } from '@/lib/ops/request-shapes'

type Said = Pick<RequestSummary, 'summary' | 'clusterName' | 'level' | 'minutes'>

/** A request in one sentence. For access, its level, cluster and duration are bold. */
export function Sentence({ request: { summary, level, clusterName, minutes } }: { request: Said }) {
  if (!level || clusterName === null || minutes === null) return summary
  const keys = [level.short, clusterName, minutesInWords(minutes)]
  return (
    <span className="font-normal [&>strong]:font-semibold">
      {partsOf(summary, keys).map(({ at, text, isKey }) =>
        isKey ? (
          <strong key={at} className="break-words">
            {text}
          </strong>
        ) : (
          text
        ),
      )}
    </span>
  )
}

type Part = { at: number; text: string; isKey: boolean }

/** Splits a sentence at the last place where each of the keys is a whole word. */
function partsOf(sentence: string, keys: readonly string[]): Part[] {
  const found = keys.flatMap((key) => {
    const start = ` ${sentence} `.lastIndexOf(` ${key} `)
    return start < 0 ? [] : [{ start, end: start + key.length }]
  })
  const inOrder = found.toSorted((a, b) => a.start - b.start)
  const parts: Part[] = []
  let at = 0
  for (const { start, end } of inOrder) {
    if (start < at) continue
    parts.push({ at, text: sentence.slice(at, start), isKey: false })
    parts.push({ at: start, text: sentence.slice(start, end), isKey: true })
    at = end
  }
  return [...parts, { at, text: sentence.slice(at), isKey: false }].filter(({ text }) => text)
}

/**
 * The label of the approve button: `Approve 3 h infrastructure access`, for several targets with `on 4 clusters`, or the verb alone
 * beside a sentence.
 */
export const approveLabel = (
  { level }: Pick<Said, 'level'>,
  minutes: number | null,
  clusters: number | null = null,
): string =>
  !level || minutes === null
    ? 'Approve'
    : `Approve ${minutesInWords(minutes)} ${level.short} access${clusters === null ? '' : ` on ${count(clusters, 'cluster')}`}`
