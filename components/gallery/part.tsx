import type { ReactNode } from 'react'

/** A group of components of one folder. */
export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="grid grid-cols-1 gap-4">
    <h2 className="border-line border-b pb-1 font-semibold text-lg">{title}</h2>
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">{children}</div>
  </section>
)

/** A component in its states. */
export const Shown = ({
  name,
  wide,
  children,
}: {
  name: string
  wide?: boolean
  children: ReactNode
}) => (
  <figure className={wide ? 'min-w-0 lg:col-span-2' : 'min-w-0'}>
    <figcaption className="mb-1.5 font-mono text-muted text-xs">{name}</figcaption>
    <div className="flex flex-wrap items-center gap-2 *:min-w-0">{children}</div>
  </figure>
)
