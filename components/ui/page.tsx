import type { ReactNode } from 'react'
import { cn } from './cn'

/** The head of a page: its one h1, a line under it, and what can be done here. */
export function PageHead({
  title,
  lead,
  badges,
  actions,
}: {
  title: ReactNode
  lead?: ReactNode
  badges?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="min-w-0 font-semibold text-xl tracking-tight">{title}</h1>
          {badges}
        </div>
        {lead && <div className="mt-1 max-w-3xl text-muted text-sm">{lead}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

/** A bordered area of a page. */
export const Card = ({ className, children }: { className?: string; children: ReactNode }) => (
  <section className={cn('rounded-lg border border-line bg-surface', className)}>
    {children}
  </section>
)

/** Names and their values. */
export function Facts({
  items,
  className,
}: {
  items: ReadonlyArray<readonly [name: string, value: ReactNode]>
  className?: string
}) {
  return (
    <dl className={cn('grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm', className)}>
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
