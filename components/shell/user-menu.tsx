'use client'
import { CircleHelp, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useRef, useState } from 'react'
import { dropAllDrafts } from '@/lib/client/drafts'
import { chooseTheme, type Theme, themes } from '@/lib/client/preferences'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { inZone, relative } from '@/lib/format/time'
import { list } from '@/lib/format/words'
import { routes } from '@/lib/routes'
import { allowLeaving } from '../form/leave'
import { cn } from '../ui/cn'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu'

const themeLooks = {
  system: { label: 'As the system', icon: <Monitor aria-hidden /> },
  light: { label: 'Light', icon: <Sun aria-hidden /> },
  dark: { label: 'Dark', icon: <Moon aria-hidden /> },
} as const

/** Who is signed in, as what, until when; the theme; the way out. */
export function UserMenu({
  theme,
  isNarrow = false,
  onHelp,
  side = 'top',
}: {
  theme: Theme
  isNarrow?: boolean
  onHelp: () => void
  side?: 'top' | 'bottom'
}) {
  const me = useMe()
  const now = useNow(30_000)
  const [chosen, setChosen] = useState(theme)
  const out = useRef<HTMLFormElement>(null)
  const name = me?.name ?? 'Signed in'
  const roles = me && list(me.roles.filter((role) => role !== 'viewer' || me.roles.length === 1))

  return (
    <>
      <Menu
        align="start"
        side={side}
        trigger={
          <button
            type="button"
            aria-label={isNarrow ? `${name}, account and theme` : undefined}
            className={cn(
              'flex min-h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 py-1 text-left hover:bg-hover',
              isNarrow && 'w-auto justify-center',
            )}
          >
            <span className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
              <UserRound aria-hidden className="size-3.5" />
            </span>
            {!isNarrow && (
              <span className="min-w-0 grow">
                <span className="block truncate font-medium text-sm">{name}</span>
                <span className="block truncate text-2xs text-muted">
                  {roles}
                  <span className="sr-only">, account and theme</span>
                </span>
              </span>
            )}
          </button>
        }
      >
        <div className="max-w-64 px-2 py-1.5">
          <p className="truncate font-medium text-sm">{name}</p>
          {roles && <p className="text-muted text-xs">{roles}</p>}
          {me && (
            <p className="mt-1 text-muted text-xs">
              Session ends {relative(me.sessionEndsAt, now)} ({inZone(me.sessionEndsAt)})
            </p>
          )}
        </div>
        <MenuLine />
        <MenuLabel>Theme</MenuLabel>
        <MenuChoice
          value={chosen}
          onChange={(value) => {
            const next = themes.find((t) => t === value) ?? 'system'
            setChosen(next)
            chooseTheme(next)
          }}
          choices={themes.map((value) => ({ value, ...themeLooks[value] }))}
        />
        <MenuLine />
        <MenuItem onSelect={onHelp}>
          <CircleHelp aria-hidden /> Keyboard
        </MenuItem>
        <MenuItem onSelect={() => out.current?.requestSubmit()}>
          <LogOut aria-hidden /> Sign out
        </MenuItem>
      </Menu>
      <form
        ref={out}
        method="post"
        action={routes.signOut()}
        hidden
        onSubmit={() => {
          allowLeaving()
          dropAllDrafts()
        }}
      />
    </>
  )
}
