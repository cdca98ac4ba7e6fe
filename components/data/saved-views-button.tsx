import type { ComponentProps } from 'react'
import { IconButton } from '../ui/icon-button'

/** The button of the saved views, before and after the menu is loaded. */
export const SavedViewsButton = (
  props: Omit<ComponentProps<typeof IconButton>, 'label' | 'icon'>,
) => (
  <IconButton
    {...props}
    label="Saved views"
    icon={<svg aria-hidden className="icon-[bookmark]" />}
  />
)
