import type { RequestSummary } from '@/lib/ops/request-shapes'
import { Badge } from '../../ui/badge'

/** Marks the request of a machine, with its owner. Nothing for the request of a person. */
export const MachineBadge = ({ client }: Pick<RequestSummary, 'client'>) =>
  client?.owner ? (
    <Badge icon={<svg aria-hidden className="icon-[bot]" />}>Machine owned by {client.owner}</Badge>
  ) : null
