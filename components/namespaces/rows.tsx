'use client'
import { useMemo } from 'react'
import { pinNamespaces, unpinNamespaces } from '@/lib/ops/namespaces'
import { rowActions } from '../blocks/row-actions'
import { type Column, column } from '../data/columns'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import type { Asked } from './measure'
import { LATENCY, OPERATIONS, RowChart } from './row-chart'

export type Place = { groupId: string; clusterName: string }
/** `rank`: null for a pinned namespace outside the ranking. `isPinned`: undefined while that is not known. */
type Row = { namespace: string; rank: number | null; isPinned: boolean | undefined }

/** The ranked namespaces in their order, then the pinned ones outside the ranking. */
export function rowsOf(ranked: readonly string[], pins: readonly string[] | undefined): Row[] {
  return [...new Set([...ranked, ...(pins ?? [])])].map((namespace) => ({
    namespace,
    rank: ranked.indexOf(namespace) + 1 || null,
    isPinned: pins?.includes(namespace),
  }))
}

const on = rowActions<Row, Place>()
const unknown = ({ isPinned }: Row) =>
  isPinned === undefined ? 'Gatehouse can’t read the pinned namespaces.' : null
const input = ({ namespace }: Row, place: Place) => ({ ...place, namespaces: [namespace] })
const pin = on.confirm(pinNamespaces, { input, whyNot: unknown, tone: 'primary' })
const unpin = on.confirm(unpinNamespaces, { input, tone: 'primary' })

const c = column<Row>()

export function useColumns(
  asked: Asked,
  { groupId, clusterName }: Place,
  open: (namespace: string) => void,
): Column<Row>[] {
  const key = JSON.stringify(asked)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` and `open` are new each time
  return useMemo(() => {
    const chart = (metric: typeof OPERATIONS | typeof LATENCY, head: string) => ({
      ...c.custom([metric, () => null], head, ({ namespace }) => (
        <RowChart asked={asked} namespace={namespace} metric={metric} />
      )),
      isActions: true,
    })
    return [
      c.custom(
        'namespace',
        'Namespace',
        ({ namespace, isPinned }) => (
          <span className="inline-flex flex-wrap items-center gap-2">
            <span className="break-all">{namespace}</span>
            {isPinned && (
              <Badge tone="accent" icon={<svg aria-hidden className="icon-[pin]" />}>
                Pinned
              </Badge>
            )}
          </span>
        ),
        { width: '30%' },
      ),
      c.custom(
        'rank',
        'Rank',
        ({ rank }) => rank ?? <span className="text-faint">Not ranked</span>,
        { order: ({ rank }) => rank ?? Number.MAX_SAFE_INTEGER },
      ),
      chart(OPERATIONS, 'Operations'),
      chart(LATENCY, 'Average latency'),
      c.actions((row) => (
        <span className="inline-flex gap-1 whitespace-nowrap">
          <Button
            size="sm"
            variant="quiet"
            aria-haspopup="dialog"
            aria-label={`View measurements of ${row.namespace}`}
            onClick={() => open(row.namespace)}
          >
            View
          </Button>
          {(row.isPinned ? unpin : pin).show(row, { groupId, clusterName }, row.namespace, true)}
        </span>
      )),
    ]
  }, [key, groupId, clusterName])
}
