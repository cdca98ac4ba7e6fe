'use client'
import { Command } from 'cmdk'
import type { OpError } from '@/lib/ops/failure'
import { EnvironmentBadge } from '../../ui/badge'
import { cn } from '../../ui/cn'
import type { Item } from './item'

const look =
  'flex min-h-9 select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted'

/** One item. A refused one stays selectable, so that everyone reads why. */
export function Line({
  item,
  typed,
  onSelect,
}: {
  item: Item
  typed: string
  onSelect: (item: Item) => void
}) {
  const { id, name, where, label, icon, isProduction, refused } = item
  return (
    <Command.Item
      value={id}
      onSelect={() => onSelect(item)}
      className={look}
      data-refused={refused ? '' : undefined}
    >
      <svg aria-hidden className={icon} />
      <span className="min-w-0 grow">
        <span className="flex min-w-0 items-baseline gap-2">
          {/* Names that look alike differ at their end. */}
          <span
            className={cn(
              'shrink-0 truncate',
              where ? 'max-w-3/4' : 'max-w-full',
              refused && 'text-muted',
            )}
          >
            <Found text={name} typed={typed} />
            {item.choose && '…'}
          </span>
          {where && <span className="min-w-0 truncate text-muted text-xs">{where}</span>}
        </span>
        {refused && <span className="block text-muted text-xs">{refused}</span>}
      </span>
      {isProduction && <EnvironmentBadge environment="production" />}
      <span className="shrink-0 text-faint text-xs max-sm:hidden">{label}</span>
    </Command.Item>
  )
}

/** A text with what was typed in bold. */
function Found({ text, typed }: { text: string; typed: string }) {
  const wanted = typed.trim()
  const from = wanted ? text.toLowerCase().indexOf(wanted.toLowerCase()) : -1
  if (from < 0) return text
  const to = from + wanted.length
  return (
    <>
      {text.slice(0, from)}
      <b className="font-semibold">{text.slice(from, to)}</b>
      {text.slice(to)}
    </>
  )
}

/** An option, because a list box must contain one. */
export const NothingFound = ({ isSearching }: { isSearching: boolean }) => (
  <Command.Item disabled value="no match" className="px-3 py-8 text-center text-muted text-sm">
    {isSearching ? 'Searching…' : 'Nothing found. Try another name, or paste an ID.'}
  </Command.Item>
)

/** The keys, and why results are missing. Announces the number of results. */
export const Status = ({ says, error }: { says: string; error: OpError | null }) => (
  <div
    className={cn(
      'flex items-center gap-3 border-line border-t px-3.5 py-1.5 text-muted text-xs',
      !error && 'max-sm:sr-only',
    )}
  >
    {error && (
      <span role="alert" className="min-w-0 grow text-bad">
        Only pages and projects are shown: {error.message}
        {error.failure.requestId ? ` (request ${error.failure.requestId})` : ''}
      </span>
    )}
    <span role="status" className="sr-only">
      {says}
    </span>
    <span aria-hidden className={cn('flex grow gap-3 max-sm:hidden', error && 'grow-0')}>
      <span>↑↓ to move</span>
      <span>Enter to open</span>
      <span>Esc to close</span>
    </span>
  </div>
)
