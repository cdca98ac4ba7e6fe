import { grantTypes, grantWords, minutesInWords } from '@/lib/ops/employee'
import { oneOf } from '@/lib/ops/one-of'
import type { RequestSummary } from '@/lib/ops/request-shapes'

type Said = Pick<RequestSummary, 'says' | 'clusterName' | 'grantType' | 'minutes'>

/** What is asked, in one sentence with the parts that matter set off; the operation's own words where it is no grant. */
export function Sentence({ request }: { request: Said }) {
  const level = oneOf(grantTypes, request.grantType)
  if (!level || request.clusterName === null || request.minutes === null) return request.says
  return (
    <span className="font-normal [&>strong]:font-semibold">
      Give MongoDB employees <strong>{grantWords[level].short}</strong> access to{' '}
      <strong className="break-words">{request.clusterName}</strong> for{' '}
      <strong>{minutesInWords(request.minutes)}</strong>
    </span>
  )
}

/** What approving does, for its button: `Approve 3 h infrastructure`; beside a sentence of its own the verb alone is enough. */
export function approveLabel(request: Said, minutes: number | null): string {
  const level = oneOf(grantTypes, request.grantType)
  if (!level || minutes === null) return 'Approve'
  return `Approve ${minutesInWords(minutes)} ${grantWords[level].short}`
}
