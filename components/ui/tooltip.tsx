'use client'
import { Tooltip as Base } from 'radix-ui'
import type { ReactNode } from 'react'

export const TooltipProvider = Base.Provider

/**
 * A text shown on hover and focus of its one child, which must take a ref. Set `describes={false}` when the child's name
 * already says the same.
 */
export function Tooltip({
  content,
  children,
  side = 'top',
  describes = true,
}: {
  content: ReactNode
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  describes?: boolean
}) {
  return (
    <Base.Root>
      <Base.Trigger
        asChild
        {...(describes ? {} : { 'aria-describedby': undefined })}
        onFocus={(event) => {
          // Focus returned from a dialog that was closed with the mouse asks for no tooltip.
          if (!event.currentTarget.matches(':focus-visible')) event.preventDefault()
        }}
      >
        {children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-60 max-w-72 animate-enter rounded-md border border-line bg-raised px-2.5 py-1.5 text-text text-xs shadow-lift"
        >
          {content}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  )
}
