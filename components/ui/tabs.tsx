'use client'
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { useAddress } from '@/lib/client/use-address'
import { cn } from './cn'
import { Count } from './count'

export type Tab<Id extends string> = { id: Id; label: string; count?: number | undefined }

/** The selected tab, kept in the URL under `name`; the first tab is the default and left out. */
export function useTab<Id extends string>(name: string, ids: readonly Id[]) {
  const first = ids[0] ?? ('' as Id)
  const { get, set } = useAddress()
  const current = ids.find((id) => id === get(name)) ?? first
  return [current, (id: Id) => set({ [name]: id === first ? null : id })] as const
}

/** Tabs whose selection is kept in the URL, so that a link can open one. Arrow keys move between them. */
export function Tabs<Id extends string>({
  name = 'tab',
  label,
  tabs,
  children,
}: {
  name?: string
  /** The accessible name of the tab list. */
  label: string
  tabs: ReadonlyArray<Tab<Id>>
  children: (current: Id) => ReactNode
}) {
  const base = useId()
  const [current, choose] = useTab(
    name,
    tabs.map((t) => t.id),
  )

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = tabs.findIndex((t) => t.id === current)
    const next =
      event.key === 'Home'
        ? tabs[0]
        : event.key === 'End'
          ? tabs.at(-1)
          : step && tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    event.preventDefault()
    choose(next.id)
    document.getElementById(`${base}-${next.id}`)?.focus()
  }

  return (
    <>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-1 overflow-x-auto border-line border-b px-0.5 pt-0.5"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${base}-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab.id === current}
            aria-controls={`${base}-panel`}
            tabIndex={tab.id === current ? 0 : -1}
            onClick={() => choose(tab.id)}
            className={cn(
              '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2.5 font-medium text-sm pointer-coarse:h-11',
              tab.id === current
                ? 'border-accent text-text'
                : 'border-transparent text-muted hover:text-text',
            )}
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <Count n={tab.count} />}
          </button>
        ))}
      </div>
      <div id={`${base}-panel`} role="tabpanel" aria-labelledby={`${base}-${current}`}>
        {children(current)}
      </div>
    </>
  )
}
