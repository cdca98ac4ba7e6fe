import Link from 'next/link'

/** Where a page is, outermost first: each part is a link. */
export const Breadcrumbs = ({
  crumbs,
}: {
  crumbs: ReadonlyArray<{ label: string; href: string }>
}) => (
  <nav aria-label="Breadcrumbs" className="min-w-0">
    <ol className="flex flex-wrap items-center gap-x-1">
      {crumbs.map(({ label, href }, i) => (
        <li key={href} className="flex min-w-0 items-center gap-x-1">
          {i > 0 && (
            <svg aria-hidden className="icon-[chevron-right] size-3.5 shrink-0 text-faint" />
          )}
          <Link
            href={href}
            className="inline-flex min-h-6 min-w-0 items-center break-all rounded text-muted hover:text-text hover:underline in-[li:last-child]:text-text pointer-coarse:min-h-10"
          >
            {label}
          </Link>
        </li>
      ))}
    </ol>
  </nav>
)
