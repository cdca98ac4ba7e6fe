'use client'
import { countAll } from '@/lib/format/words'
import type { FleetFix } from '@/lib/ops/fleet'
import { placeName } from '../blocks/finding-words'
import { RefusableButton } from '../ops/action-button'
import { askInBulk } from '../ops/bulk-asked'
import { lazyComponent } from '../ui/lazy-component'
import type { Row } from './row'

const AskedFields = lazyComponent(() => import('./asked-fields').then((m) => m.AskedFields))

/** A button for each command that settles some of the selected findings. */
export function FixButtons({
  chosen,
  select,
  fixes,
  nameOf,
}: {
  chosen: readonly Row[]
  select: (ids: readonly string[]) => void
  fixes: ReadonlyMap<string, FleetFix>
  nameOf: (row: Row) => string
}) {
  const settled = chosen.filter(({ fix }) => fix)
  // Two checks can find the same entry, which is removed once.
  const calls = new Map(settled.map((row) => [JSON.stringify([row.fix?.op, row.fix?.input]), row]))
  const byOp = Map.groupBy(calls.values(), ({ fix }) => fix?.op ?? '')
  const without = chosen.length - settled.length
  return (
    <>
      {[...byOp].map(([op, rows]) => {
        const fix = fixes.get(op)
        const why = rows.every((row) => row.fix?.whyNot) && rows[0]?.fix?.whyNot
        if (!fix) return null
        return (
          <RefusableButton
            key={op}
            size="sm"
            variant={fix.isDanger ? 'danger-plain' : 'plain'}
            aria-haspopup="dialog"
            data-op={op}
            whyNot={why || undefined}
            onPress={() => ask(fix, rows, nameOf, select)}
          >
            {fix.verb} {rows.length === 1 ? '1 selected' : countAll(rows.length, fix.what)}
          </RefusableButton>
        )
      })}
      {without > 0 && (
        <span className="text-muted text-xs">
          {byOp.size === 0
            ? 'You can’t resolve these here. Open each one to see more.'
            : `You can’t resolve ${without} of them here.`}
        </span>
      )}
    </>
  )
}

const ask = (
  { op, verb, what, doing, isDanger, invalidates, asks }: FleetFix,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  select: (ids: readonly string[]) => void,
) =>
  askInBulk({
    verb,
    doing,
    what,
    isDanger,
    invalidates,
    ...(asks.length > 0
      ? {
          fields: {
            start: Object.fromEntries(
              asks.flatMap((a) => (a.kind === 'text' ? [[a.name, '']] : [])),
            ),
            show: <AskedFields asks={asks} />,
          },
        }
      : {}),
    rows: rows.map((row) => ({
      id: row.id,
      name: nameOf(row),
      place: placeName(row),
      whyNot: row.fix?.whyNot ?? undefined,
      call: (shared) => ({ id: op, input: { ...row.fix?.input, ...shared } }),
      isGoneDone: () => row.fix?.isGoneDone === true,
    })),
    onClose: select,
  })
