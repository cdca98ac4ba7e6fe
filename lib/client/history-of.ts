import type { z } from 'zod'
import type { listHistory } from '@/lib/ops/history'
import { type Page, type PageName, pages } from '@/lib/pages'

export type HistoryInput = z.input<typeof listHistory.input>

/** Pages that show changes themselves. */
const apart: readonly PageName[] = [
  'project',
  'activity',
  'orgActivity',
  'changes',
  'alerts',
  'alert',
  'processes',
  'process',
]
/** Names in an address that do not identify what the page is about. */
const places = ['groupId', 'orgId', 'clusterName', 'cloudProvider']

/**
 * What the history of a page is about, from its address and the resources it shows. A page about one thing has the changes
 * that name it; a list, those of its resources; a cluster, everything about it. Undefined: it has none.
 */
export function historyOf(
  name: PageName,
  place: Readonly<Record<string, string>>,
): HistoryInput | undefined {
  const { groupId, orgId, clusterName } = place
  if (apart.includes(name) || (!groupId && !orgId)) return undefined
  const { shows = [] }: Page = pages[name]
  const values = Object.entries(place)
    .filter(([field]) => !places.includes(field))
    .map(([, value]) => value)
  return {
    ...(groupId ? { groupId } : { orgId }),
    ...(clusterName ? { clusterName } : {}),
    ...(values.length > 0
      ? { values }
      : name === 'cluster'
        ? {}
        : { resources: [...new Set([name, ...shows])] }),
  }
}
