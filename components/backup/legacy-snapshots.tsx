'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { listLegacySnapshots } from '@/lib/ops/legacy-snapshots'
import { lazyComponent } from '../ui/lazy-component'
import type { Place } from './kinds'

const LegacyList = lazyComponent(() => import('./legacy-list').then((m) => m.LegacyList))

/** The snapshots of the legacy backup; nothing for the clusters that have none. */
export function LegacySnapshots({ place }: { place: Place }) {
  const { data } = useQuery(read(listLegacySnapshots, place))
  const isNone = data && !data.misfit && data.data.results.length === 0 && !data.oddRows?.length
  return !data || isNone ? null : <LegacyList place={place} />
}
