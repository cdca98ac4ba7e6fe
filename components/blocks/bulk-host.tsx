'use client'
import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { hasRuns } from '@/lib/client/has-bulk-runs'
import { askInBulk, useBulkAsked } from '../ops/bulk-asked'
import { lazyComponent } from '../ui/lazy-component'

const BulkDialog = lazyComponent(() => import('./bulk-dialog').then((m) => m.BulkDialog))
const BulkNotice = lazyComponent(() => import('./bulk-notice').then((m) => m.BulkNotice))

/**
 * Renders the dialog of a bulk action on every page. Leaving the page ends it after the current row; a notice then offers to
 * continue it.
 */
export function BulkHost() {
  const asked = useBulkAsked()
  const path = usePathname()
  const [isUnfinished, setUnfinished] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page hides it
  useEffect(() => () => askInBulk(undefined), [path])
  useEffect(() => {
    if (!asked) setUnfinished(hasRuns())
  }, [asked])
  if (!asked) return isUnfinished ? <BulkNotice /> : null
  return (
    <BulkDialog
      key={asked.resumes?.id ?? `${asked.verb} ${asked.rows.map(({ id }) => id).join(' ')}`}
      asked={asked}
      onClose={() => askInBulk(undefined)}
    />
  )
}
