import { count } from '@/lib/format/words'
import type { RequestSummary } from '@/lib/ops/request-shapes'

/** `1 of 2 approvals, waiting for platform-leads` */
export const approvalsInWords = ({
  got,
  needed,
  waitsFor,
}: NonNullable<RequestSummary['approvals']>): string =>
  `${got} of ${count(needed, 'approval')}${waitsFor === null ? '' : `, waiting for ${waitsFor}`}`
