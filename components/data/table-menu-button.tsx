import type { ComponentProps } from 'react'
import { IconButton } from '../ui/icon-button'

/** The menu button of a table's toolbar, before and after the menu is loaded. */
export const TableMenuButton = (
  rest: Omit<ComponentProps<typeof IconButton>, 'label' | 'icon'>,
) => (
  <IconButton
    {...rest}
    label="Columns and export"
    icon={<svg aria-hidden className="icon-[sliders-horizontal]" />}
  />
)
