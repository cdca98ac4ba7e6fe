'use client'
import type { ComponentProps } from 'react'
import { type Me, useMe } from '@/lib/client/use-me'
import { list } from '@/lib/format/words'
import { cn } from '../ui/cn'

/** The person's roles anywhere; viewer only if it is the only one. */
export const rolesInWords = (me: Me): string =>
  list(me.roles.filter((role) => role !== 'viewer' || me.roles.length === 1))

/** The signed-in person and their roles. */
export function UserButton({
  isNarrow,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { isNarrow: boolean }) {
  const me = useMe()
  const name = me?.name ?? 'Signed in'
  return (
    <button
      {...rest}
      type="button"
      aria-label={isNarrow ? `${name}, account and theme` : undefined}
      className={cn(
        'flex min-h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 py-1 text-left hover:bg-hover',
        isNarrow && 'w-auto justify-center',
      )}
    >
      <span className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
        <svg aria-hidden className="icon-[user-round] size-3.5" />
      </span>
      {!isNarrow && (
        <span className="min-w-0 grow">
          <span className="block truncate font-medium text-sm">{name}</span>
          <span className="block truncate text-2xs text-muted">
            {me && rolesInWords(me)}
            <span className="sr-only">, account and theme</span>
          </span>
        </span>
      )}
    </button>
  )
}
