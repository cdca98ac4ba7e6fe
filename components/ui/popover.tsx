'use client'
import { Popover as Base } from 'radix-ui'
import { type ReactNode, useMemo } from 'react'
import { useCloseGuard } from './close-guard'
import { cn } from './cn'
import { typeEarlyKeys } from './early-typing'

/** An open popover beside its button, which gets the focus back. Its code loads apart from the button's. */
export function Popover({
  anchor,
  onClose,
  children,
  label,
  align = 'start',
  className,
}: {
  anchor: HTMLElement
  onClose: () => void
  children: ReactNode
  /** The accessible name. */
  label: string
  align?: 'start' | 'center' | 'end'
  className?: string
}) {
  const { box, close } = useCloseGuard((open) => open || onClose())
  const at = useMemo(() => ({ current: anchor }), [anchor])
  return (
    <Base.Root open onOpenChange={close}>
      <Base.Anchor virtualRef={at} />
      <Base.Portal>
        <Base.Content
          ref={box}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            const field = box.current?.querySelector<HTMLElement>('input, textarea')
            if (!field) return
            event.preventDefault()
            field.focus()
            typeEarlyKeys(field)
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // Unless it was closed by pressing something else.
            if (document.activeElement === document.body) anchor.focus()
          }}
          // The button itself closes it.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && anchor.contains(event.target))
              event.preventDefault()
          }}
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
