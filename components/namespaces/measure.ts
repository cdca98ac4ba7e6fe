import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import type { Range } from '@/lib/ops/measurements'
import { measureNamespace, measureNamespaceOfProcess, partsOf } from '@/lib/ops/namespaces'

/** The members that a ranking covers: all primaries, all secondaries, or one process. */
export type View =
  | { clusterView: 'PRIMARY' | 'SECONDARY'; clusterName: string }
  | { processId: string }

/** What the measurements of a namespace are read for. */
export type Asked = { groupId: string; view: View; range: Range }

/** The measurements of a namespace. Without `metrics`, all of them. */
export function useMeasured(
  { groupId, view, range }: Asked,
  namespace: string,
  { metrics, enabled = true }: { metrics?: string[]; enabled?: boolean } = {},
) {
  const input = { groupId, ...partsOf(namespace), ...range, ...(metrics ? { metrics } : {}) }
  return useQuery({
    ...('processId' in view
      ? read(measureNamespaceOfProcess, { ...input, ...view })
      : read(measureNamespace, { ...input, ...view })),
    enabled,
  })
}
