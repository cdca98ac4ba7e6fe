'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { isWithin } from '@/lib/client/place-in-path'
import { cn } from './cn'

export type PageTab = { label: string; href: string }

/** The tab of the current page: the one with the longest matching path. */
export const currentTab = (pathname: string, tabs: readonly PageTab[]): PageTab | undefined =>
  tabs
    .filter(({ href }) => isWithin(pathname, href))
    .toSorted((a, b) => b.href.length - a.href.length)[0]

/** Scrolls the row to a tab. */
const reveal = (tab: HTMLElement | null) =>
  tab?.parentElement?.scrollTo({
    left: tab.offsetLeft + tab.offsetWidth - tab.parentElement.clientWidth,
  })

/** The pages of a resource as a row of links; scrolls horizontally when narrow. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly PageTab[] }) {
  const current = currentTab(usePathname(), tabs)
  return (
    <nav
      aria-label={label}
      className="relative mb-5 print:hidden flex gap-1 overflow-x-auto border-line border-b px-0.5 pt-0.5"
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          ref={tab === current ? reveal : undefined}
          aria-current={tab === current ? 'page' : undefined}
          className={cn(
            'flex h-9 shrink-0 items-center border-b-2 px-2.5 font-medium text-sm focus-visible:-outline-offset-2 pointer-coarse:h-11',
            tab === current
              ? 'border-accent text-text'
              : 'border-transparent text-muted hover:text-text',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
