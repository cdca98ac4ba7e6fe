import type { ComponentProps, ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'
import { Tooltip } from './tooltip'

/** An icon-only button. `label` is its accessible name and tooltip. */
export function IconButton({
  label,
  icon,
  className,
  ...rest
}: Omit<ComponentProps<typeof Button>, 'children' | 'aria-label'> & {
  label: string
  icon: ReactNode
}) {
  return (
    <Tooltip content={label} describes={false}>
      <Button
        variant="quiet"
        {...rest}
        aria-label={label}
        className={cn('aspect-square px-0 pointer-coarse:min-w-10', className)}
      >
        {icon}
      </Button>
    </Tooltip>
  )
}
