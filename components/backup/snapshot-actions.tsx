'use client'
import { inUtc } from '@/lib/format/time'
import { startRestore } from '@/lib/ops/backup-restore'
import {
  deleteShardedSnapshot,
  deleteSnapshot,
  keepSnapshot,
  whyNotKeep,
} from '@/lib/ops/backup-snapshots'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { useAround } from './around'
import type { SnapshotRow } from './snapshot-row'
import { bytesSay, snapshotKind } from './words'

const INCOMPLETE = 'Only complete snapshots can be restored.'

/** Restore, change the retention, delete. */
export function SnapshotActions({ row }: { row: SnapshotRow }) {
  const { place, policy, onRestore, onKeep } = useAround()
  const scope = { kind: 'cluster', ...place } as const
  const when = row.taken ? inUtc(row.taken) : row.id
  const { snapshot } = row
  return (
    <span className="inline-flex gap-1">
      <ActionButton
        op={startRestore}
        scope={scope}
        whyNot={row.isComplete ? null : INCOMPLETE}
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-label={`Restore the snapshot of ${when}`}
        onPress={() => onRestore(row.id)}
      >
        Restore…
      </ActionButton>
      <ActionButton
        op={keepSnapshot}
        scope={scope}
        whyNot={whyNotKeep(snapshot)}
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-label={`Extend the snapshot of ${when}`}
        onPress={() => onKeep(row)}
      >
        Extend…
      </ActionButton>
      <ConfirmAction
        op={row.isSharded ? deleteShardedSnapshot : deleteSnapshot}
        input={{ ...place, snapshotId: row.id }}
        whyNot={policy.whyNotLess ?? null}
        size="sm"
        variant="danger-quiet"
        label="Delete"
        ariaLabel={`Delete the snapshot of ${when}`}
        title={`Delete the snapshot of ${when}?`}
        confirm="Delete snapshot"
        pending="Deleting…"
        done={`Snapshot of ${when} deleted`}
      >
        <p className="text-sm">
          {[
            snapshotKind(snapshot),
            bytesSay(snapshot.storageSizeBytes),
            snapshot.description && `“${snapshot.description}”`,
            snapshot.expiresAt && `expires ${inUtc(snapshot.expiresAt)}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </ConfirmAction>
    </span>
  )
}
