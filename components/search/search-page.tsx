'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { read } from '@/lib/client/use-op'
import { createSearchIndex, listSearchIndexes } from '@/lib/ops/search'
import { useClusterKind } from '../data/use-cluster-kind'
import { whyNone } from '../data/why-none'
import { ActionButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import { usePanel } from '../ui/use-panel'
import { toRows } from './index-row'
import { IndexTable } from './index-table'
import { Trouble } from './trouble'

// Below the indexes.
const NodesPanel = lazyComponent(() => import('./nodes-panel').then((m) => m.NodesPanel))
const CreateSheet = lazyComponent(() => import('./create-sheet').then((m) => m.CreateSheet))

/** How many indexes Atlas allows on shared clusters. */
const limits = { shared: 3, flex: 10 } as const

/** The search indexes of a cluster, and its search nodes. */
export function SearchPage(place: { groupId: string; clusterName: string }) {
  const indexes = useQuery(read(listSearchIndexes, place))
  const answer = indexes.data
  const rows = useMemo(() => (answer && !answer.misfit ? toRows(answer.data) : []), [answer])
  const kind = useClusterKind(place)
  const { panel, open, close } = usePanel(['create'])
  const create = (
    <ActionButton
      op={createSearchIndex}
      scope={{ kind: 'cluster', ...place }}
      whyNot={whyNone(indexes, 'cluster')}
      variant="primary"
      size="sm"
      aria-haspopup="dialog"
      onPress={() => void open('create')}
    >
      <svg aria-hidden className="icon-[plus]" /> Create index
    </ActionButton>
  )

  return (
    <div className="grid grid-cols-1 gap-4">
      <div>
        <Trouble {...place} rows={rows} />
        <IndexTable place={place} rows={rows} buttons={create} />
        {(kind === 'shared' || kind === 'flex') && (
          <p className="mt-2 text-muted text-xs">
            {kind === 'flex' ? 'A flex cluster' : 'A free cluster'} takes {limits[kind]} search
            indexes at most.
          </p>
        )}
      </div>
      <NodesPanel place={place} kind={kind} />
      {panel === 'create' && (
        <CreateSheet
          place={place}
          collections={rows.flatMap(({ database, collection }) =>
            database && collection ? [[database, collection] as const] : [],
          )}
          onClose={close}
        />
      )}
    </div>
  )
}
