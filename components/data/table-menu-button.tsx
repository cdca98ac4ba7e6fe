import { SlidersHorizontal } from 'lucide-react'
import type { ComponentProps } from 'react'
import { IconButton } from '../ui/icon-button'

/** Stands in a table's toolbar before its menu is loaded, and as the menu's own button after. */
export const TableMenuButton = (
  rest: Omit<ComponentProps<typeof IconButton>, 'label' | 'icon'>,
) => <IconButton {...rest} label="Columns and export" icon={<SlidersHorizontal aria-hidden />} />
