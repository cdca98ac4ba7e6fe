'use client'
import { Tooltip as Base } from 'radix-ui'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { createPortal } from 'react-dom'

/** The open bubble of a tooltip, beside its element. Scrolling and Escape close it. */
export function TooltipBubble({
  id,
  anchor,
  side,
  onHover,
  onClose,
  children,
}: {
  id: string
  anchor: HTMLElement
  side: 'top' | 'right' | 'bottom' | 'left'
  onHover: (isOver: boolean) => void
  onClose: () => void
  children: ReactNode
}) {
  const { left, top, width, height } = anchor.getBoundingClientRect()
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const onScroll = () => close()
    addEventListener('scroll', onScroll, { capture: true, passive: true })
    return () => removeEventListener('scroll', onScroll, { capture: true })
  }, [])
  return (
    <Base.Provider>
      <Base.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
        {createPortal(
          <Base.Trigger asChild>
            <span
              aria-hidden
              className="pointer-events-none fixed"
              style={{ left, top, width, height }}
            />
          </Base.Trigger>,
          document.body,
        )}
        <Base.Portal>
          <Base.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            onPointerEnter={() => onHover(true)}
            onPointerLeave={() => onHover(false)}
            className="z-60 max-w-72 animate-enter rounded-md border border-line bg-raised px-2.5 py-1.5 text-text text-xs shadow-lift"
          >
            <span id={id}>{children}</span>
          </Base.Content>
        </Base.Portal>
      </Base.Root>
    </Base.Provider>
  )
}
