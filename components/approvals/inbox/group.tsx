import type { ReactNode } from 'react'

/** Requests under a title. */
export const Group = ({ title, children }: { title?: string; children: ReactNode }) => (
  <section aria-label={title}>
    {title && <h2 className="mb-2 font-medium text-muted text-sm">{title}</h2>}
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {children}
    </ul>
  </section>
)
