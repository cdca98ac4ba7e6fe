'use client'
import { usePathname } from 'next/navigation'
import type { ComponentProps } from 'react'
import { patternOf } from '@/lib/client/page-of'
import { useLoaded } from '@/lib/client/use-loaded'
import { IconButton } from '../ui/icon-button'

export type SavedViewsProps = {
  /** The name of a table: only its own state in the URL belongs to a view. Without it, the whole query of the page. */
  table?: string
}

/**
 * Saves the filters, sorting and columns in the URL under a name, and applies, renames, deletes and shares them. The menu
 * loads when pressed.
 */
export function SavedViews({ table }: SavedViewsProps) {
  const page = patternOf(usePathname())
  const [Menu, load] = useLoaded(() => import('./saved-views-menu').then((m) => m.SavedViewsMenu))
  if (page === undefined) return null
  const of = table === undefined ? { page } : { page: `${page}#${table}`, prefix: `${table}-` }
  return Menu ? (
    <Menu {...of} />
  ) : (
    <SavedViewsButton aria-haspopup="menu" aria-expanded={false} onClick={load} />
  )
}

/** Before and after the menu is loaded. */
export const SavedViewsButton = (
  props: Omit<ComponentProps<typeof IconButton>, 'label' | 'icon'>,
) => (
  <IconButton
    {...props}
    label="Saved views"
    icon={<svg aria-hidden className="icon-[bookmark]" />}
  />
)
