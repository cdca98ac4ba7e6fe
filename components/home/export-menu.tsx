'use client'
import { useLoaded } from '@/lib/client/use-loaded'
import { Button } from '../ui/button'

/** Exports and prints what is filtered. The menu loads when it is pressed. */
export function ExportMenu() {
  const [Open, load] = useLoaded(() => import('./export-menu-open').then((m) => m.ExportMenuOpen))
  return Open ? (
    <Open />
  ) : (
    <Button aria-haspopup="menu" aria-expanded={false} onClick={load}>
      <svg aria-hidden className="icon-[download]" /> Export
    </Button>
  )
}
