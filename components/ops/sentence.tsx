import { grantTypes, grantWords, minutesInWords } from '@/lib/ops/grant'
import { oneOf } from '@/lib/ops/one-of'
import type { RequestSummary } from '@/lib/ops/request-shapes'

type Said = Pick<RequestSummary, 'summary' | 'clusterName' | 'grantType' | 'minutes'>

/** A request in one sentence with its key parts in bold; the operation's own sentence for other changes. */
export function Sentence({ request }: { request: Said }) {
  const level = oneOf(grantTypes, request.grantType)
  if (!level || request.clusterName === null || request.minutes === null) return request.summary
  return (
    <span className="font-normal [&>strong]:font-semibold">
      Give MongoDB employees <strong>{grantWords[level].short}</strong> access to{' '}
      <strong className="break-words">{request.clusterName}</strong> for{' '}
      <strong>{minutesInWords(request.minutes)}</strong>
    </span>
  )
}

/** The label of the approve button: `Approve 3 h infrastructure`, or the verb alone beside a sentence. */
export function approveLabel(request: Said, minutes: number | null): string {
  const level = oneOf(grantTypes, request.grantType)
  if (!level || minutes === null) return 'Approve'
  return `Approve ${minutesInWords(minutes)} ${grantWords[level].short}`
}
