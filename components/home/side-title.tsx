import Link from 'next/link'
import type { ReactNode } from 'react'

/** The title of a panel that leads to the page with everything. */
export const SideTitle = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    href={href}
    className="-mx-1 inline-flex min-h-8 items-center gap-0.5 rounded px-1 hover:text-accent pointer-coarse:min-h-10"
  >
    {children}
    <svg aria-hidden className="icon-[chevron-right] size-4 text-faint" />
  </Link>
)
