'use client'
import { countAll } from '@/lib/format/words'
import { scopeOf } from '@/lib/ops/define'
import { ActionButton } from '../ops/action-button'
import { askInBulk } from '../ops/bulk-asked'
import { type RowAction, wordOf } from './row-actions'

/** A button for each action that the selected rows can take at once. */
export function BulkButtons<R, P>({
  actions,
  place,
  what,
  rowId,
  rowName,
  chosen,
  select,
}: {
  actions: ReadonlyArray<RowAction<R, P>>
  /** The input that the list was read with. */
  place: P
  /** The plural of the rows. */
  what: string
  rowId: (row: R) => string
  rowName: (row: R) => string
  chosen: readonly R[]
  select: (ids: readonly string[]) => void
}) {
  return actions.map(({ op, label, isFor = () => true, whyNot, bulk }) => {
    if (!bulk || op.kind !== 'command' || !chosen.some(isFor)) return null
    const verb = wordOf(op, label)
    const ask = () =>
      askInBulk({
        verb,
        doing: op.verbs?.doing ?? 'Working…',
        what,
        isDanger: bulk.isDanger,
        isSecret: (op.secrets?.length ?? 0) > 0,
        invalidates: op.invalidates ?? [],
        note: bulk.together?.(chosen),
        ...(bulk.fields ? { fields: bulk.fields } : {}),
        rows: chosen.map((row) => ({
          id: rowId(row),
          name: rowName(row),
          whyNot: whyNot?.(row) ?? (isFor(row) ? undefined : 'This does not apply here.'),
          call: (shared) => ({ id: op.id, input: bulk.input(row, place, shared) }),
          isGoneDone: () =>
            op.readBack?.verdict(undefined, bulk.input(row, place, {}), undefined) === 'done',
        })),
        onClose: select,
        ...(bulk.undo
          ? { undoAll: (ids) => bulk.undo?.(chosen.filter((row) => ids.includes(rowId(row)))) }
          : op.undo
            ? {
                undo: (id, shared) => {
                  const row = chosen.find((one) => rowId(one) === id)
                  return row && op.undo?.(bulk.input(row, place, shared))
                },
              }
            : {}),
      })
    return (
      <ActionButton
        key={`${op.id} ${verb}`}
        op={op}
        scope={scopeOf(op, place as Record<string, unknown>)}
        size="sm"
        variant={bulk.isDanger ? 'danger-plain' : 'plain'}
        aria-haspopup="dialog"
        onPress={ask}
      >
        {verb} {chosen.length === 1 ? '1 selected' : countAll(chosen.length, what)}
      </ActionButton>
    )
  })
}
