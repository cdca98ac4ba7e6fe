'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { type KindName, kinds, type Place } from './kinds'
import type { SnapshotRow } from './snapshot'

/** The snapshots of a cluster that are known so far. */
export function useSnapshots(place: Place, kind: KindName): readonly SnapshotRow[] {
  const { snapshots, toSnapshot } = kinds[kind]
  const { data } = useQuery(read(snapshots, place))
  return data?.misfit ? [] : (data?.data.results.map(toSnapshot) ?? [])
}
