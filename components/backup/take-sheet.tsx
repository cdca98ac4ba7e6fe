'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import type { Snapshot } from '@/lib/ops/backup-shapes'
import { takeSnapshot, whyNotTake } from '@/lib/ops/backup-snapshots'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { type KindName, kinds, type Place } from './kinds'
import { usePolicy } from './use-policy'

const WEEK = 7

/** Takes a snapshot now. */
export function TakeSheet({
  place,
  kind,
  onClose,
}: {
  place: Place
  kind: KindName
  onClose: () => void
}) {
  const { data } = useQuery(read(kinds[kind].snapshots, place))
  const all: readonly Snapshot[] = data?.misfit ? [] : (data?.data.results ?? [])
  const { leastDays = 0 } = usePolicy(place.groupId)
  return (
    <FormSheetOpen
      op={takeSnapshot}
      title={`Take a snapshot of ${place.clusterName}`}
      description={[
        'Takes a few minutes. Storage is billed until it expires. The cluster stays available.',
        leastDays &&
          `The backup compliance policy requires a retention of at least ${count(leastDays, 'day')}.`,
      ]
        .filter(Boolean)
        .join(' ')}
      start={{
        ...place,
        sharded: kind === 'sharded',
        description: '',
        retentionInDays: Math.max(WEEK, leastDays),
      }}
      whyNot={whyNotTake(all)}
      onClose={onClose}
    />
  )
}
