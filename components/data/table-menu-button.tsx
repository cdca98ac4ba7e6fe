import type { ComponentProps } from 'react'
import { IconButton } from '../ui/icon-button'

/** The menu button of a table's toolbar, before and after the menu is loaded. */
export const TableMenuButton = ({
  noExport,
  ...rest
}: Omit<ComponentProps<typeof IconButton>, 'label' | 'icon'> & {
  noExport?: boolean | undefined
}) => (
  <IconButton
    {...rest}
    label={noExport ? 'Columns' : 'Columns and export'}
    icon={<svg aria-hidden className="icon-[sliders-horizontal]" />}
  />
)
