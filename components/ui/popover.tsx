'use client'
import { Popover as Base } from 'radix-ui'
import type { ReactNode } from 'react'
import { useCloseGuard } from './close-guard'
import { cn } from './cn'

/** A popover opened by a button. */
export function Popover({
  trigger,
  children,
  label,
  align = 'start',
  className,
  open,
  onOpenChange,
}: {
  trigger: ReactNode
  children: ReactNode
  /** The accessible name. */
  label: string
  align?: 'start' | 'center' | 'end'
  className?: string
  /** Controlled by the caller. */
  open?: boolean
  onOpenChange?: (open: boolean) => void
}) {
  const { box, close } = useCloseGuard(onOpenChange)
  return (
    <Base.Root open={open} onOpenChange={close}>
      <Base.Trigger asChild>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Content
          ref={box}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'z-50 w-72 max-w-[calc(100vw-1rem)] animate-enter rounded-lg border border-line bg-raised p-3 text-sm text-text shadow-lift',
            className,
          )}
        >
          {children}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  )
}
