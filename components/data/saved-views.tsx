'use client'
import { useLoaded } from '@/lib/client/use-loaded'
import { SavedViewsButton } from './saved-views-button'

/**
 * Saves the filters, sorting and columns in the URL under a name, and applies, renames, deletes and shares them. The menu
 * loads when pressed. With the name of a `table` only its own state belongs to a view, else the whole query of the page.
 */
export function SavedViews({ table }: { table?: string }) {
  const [Menu, load] = useLoaded(() => import('./saved-views-menu').then((m) => m.SavedViewsMenu))
  return Menu ? (
    <Menu {...(table === undefined ? {} : { table })} />
  ) : (
    <SavedViewsButton aria-haspopup="menu" aria-expanded={false} onClick={load} />
  )
}
