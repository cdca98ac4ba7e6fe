import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'

type HeadProps = {
  title: ReactNode
  lead?: ReactNode
  badges?: ReactNode
  actions?: ReactNode
  /** The parent page, linked above the title. */
  back?: { label: string; href: string }
  /** Less space below, for tabs. */
  tight?: boolean
}

/** The link to the page above, above the title. */
export const Back = ({ label, href }: { label: string; href: string }) => (
  <Link
    href={href}
    className="-ml-1 mb-1 inline-flex min-h-6 items-center gap-0.5 rounded pr-1 text-muted text-sm hover:text-text print:hidden pointer-coarse:min-h-10"
  >
    <svg aria-hidden className="icon-[chevron-left] size-4" />
    {label}
  </Link>
)

/** A page header with its h1, a description and actions. */
export const PageHead = (props: HeadProps) => <Head {...props} level="h1" />

/** The header of a detail page whose h1 belongs to the layout, such as a restore job. */
export const ThingHead = (props: HeadProps) => <Head {...props} level="h2" />

function Head({
  level: Level,
  title,
  lead,
  badges,
  actions,
  back,
  tight,
}: HeadProps & { level: 'h1' | 'h2' }) {
  return (
    <header
      className={cn(
        'flex flex-wrap items-start justify-between gap-x-6 gap-y-3',
        tight ? 'mb-1' : 'mb-5',
      )}
    >
      <div className="min-w-0">
        {back && <Back {...back} />}
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Level
            className={cn(
              'min-w-0 break-words font-semibold tracking-tight',
              Level === 'h1' ? 'text-xl' : 'text-lg',
            )}
          >
            {title}
          </Level>
          {badges}
        </div>
        {lead && <div className="mt-1 max-w-3xl text-muted text-sm">{lead}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

/** A bordered section; with a title it looks like a Panel without a query. */
export const Card = ({
  title,
  actions,
  className,
  children,
}: {
  title?: ReactNode
  /** Right of the title. */
  actions?: ReactNode
  className?: string
  children: ReactNode
}) => (
  <section className={cn('rounded-lg border border-line bg-surface', className)}>
    {title && (
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b px-4 py-1.5">
        <h2 className="font-semibold text-base">{title}</h2>
        {actions}
      </header>
    )}
    {children}
  </section>
)

/** A list of labels and values. */
export function Facts({
  items,
  className,
}: {
  items: ReadonlyArray<readonly [name: string, value: ReactNode]>
  className?: string
}) {
  return (
    <dl
      className={cn(
        'grid grid-cols-[auto_1fr] items-baseline max-sm:grid-cols-[fit-content(40%)_1fr] gap-x-4 gap-y-1.5 text-sm',
        className,
      )}
    >
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
