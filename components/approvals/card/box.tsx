import type { ReactNode } from 'react'
import { cn } from '../../ui/cn'

/** A section of the card. */
export const Box = ({
  title,
  aside,
  className,
  children,
}: {
  title: ReactNode
  aside?: ReactNode
  className?: string
  children: ReactNode
}) => (
  <section className={cn('min-w-0 px-4 py-2.5', className)}>
    <header className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3">
      <h2 className="font-medium text-muted text-xs">{title}</h2>
      {aside && <span className="text-faint text-xs">{aside}</span>}
    </header>
    {children}
  </section>
)
