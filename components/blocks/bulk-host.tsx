'use client'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { askInBulk, useBulkAsked } from '../ops/bulk-asked'
import { lazyComponent } from '../ui/lazy-component'

const BulkDialog = lazyComponent(() => import('./bulk-dialog').then((m) => m.BulkDialog))

/** Renders the dialog of a bulk action on every page. Leaving the page ends it after the current row. */
export function BulkHost() {
  const asked = useBulkAsked()
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page hides it
  useEffect(() => () => askInBulk(undefined), [path])
  return asked ? (
    <BulkDialog
      key={`${asked.verb} ${asked.rows.map(({ id }) => id).join(' ')}`}
      asked={asked}
      onClose={() => askInBulk(undefined)}
    />
  ) : null
}
