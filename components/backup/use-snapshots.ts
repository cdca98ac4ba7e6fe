'use client'
import { useQuery } from '@tanstack/react-query'
import type { Reading } from '@/lib/client/use-op'
import { read } from '@/lib/client/use-op'
import { listShardedSnapshots, listSnapshots } from '@/lib/ops/backup'
import type { Snapshot } from '@/lib/ops/backup-shapes'

/** The snapshots of a cluster. Sharded clusters have a list of their own in Atlas. */
export function useSnapshots(
  place: { groupId: string; clusterName: string },
  isSharded: boolean,
): { query: Reading<{ results: Snapshot[] }>; all: readonly Snapshot[] } {
  const plain = useQuery({ ...read(listSnapshots, place), enabled: !isSharded })
  const sharded = useQuery({ ...read(listShardedSnapshots, place), enabled: isSharded })
  const query: Reading<{ results: Snapshot[] }> = isSharded ? sharded : plain
  return { query, all: query.data?.misfit ? [] : (query.data?.data.results ?? []) }
}
