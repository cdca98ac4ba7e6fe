'use client'
import { useLoaded } from '@/lib/client/use-loaded'
import type { AuditFilter } from '@/lib/ops/audit'
import { ExportButton } from './export-button'

/** Exports the rows that match the filter. The menu loads when its button is pressed. */
export function ExportMenu(exported: { filter: AuditFilter; isFiltered: boolean }) {
  const [Open, load] = useLoaded(() => import('./export-menu-open').then((m) => m.ExportMenuOpen))
  return Open ? (
    <Open {...exported} />
  ) : (
    <ExportButton aria-haspopup="menu" aria-expanded={false} onClick={load} />
  )
}
