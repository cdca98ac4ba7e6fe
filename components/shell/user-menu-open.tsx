'use client'
import { Bell, CircleHelp, LogOut, Monitor, Moon, Sun, UserCheck } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { dropAllDrafts } from '@/lib/client/drafts'
import { chooseTheme, type Theme, themes } from '@/lib/client/preferences'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { inZone, relative } from '@/lib/format/time'
import { routes } from '@/lib/routes'
import { allowLeaving } from '../form/leave'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu'
import { rolesInWords, UserButton } from './user-button'

export type UserMenuProps = {
  theme: Theme
  isNarrow?: boolean
  onHelp: () => void
  side?: 'top' | 'bottom'
}

const themeStyles = {
  system: { label: 'System', icon: <Monitor aria-hidden /> },
  light: { label: 'Light', icon: <Sun aria-hidden /> },
  dark: { label: 'Dark', icon: <Moon aria-hidden /> },
} as const

/** The person, their roles and session, the theme, and sign-out. Opens at once. */
export function UserMenuOpen({ theme, isNarrow = false, onHelp, side = 'top' }: UserMenuProps) {
  const me = useMe()
  const router = useRouter()
  const now = useNow(30_000)
  const [chosen, setChosen] = useState(theme)
  const out = useRef<HTMLFormElement>(null)

  return (
    <>
      <Menu defaultOpen align="start" side={side} trigger={<UserButton isNarrow={isNarrow} />}>
        <div className="max-w-64 px-2 py-1.5">
          <p className="truncate font-medium text-sm">{me?.name ?? 'Signed in'}</p>
          {me && <p className="text-muted text-xs">{rolesInWords(me)}</p>}
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
          choices={themes.map((value) => ({ value, ...themeStyles[value] }))}
        />
        <MenuLine />
        <MenuItem onSelect={() => router.push(routes.notifications())}>
          <Bell aria-hidden /> Notifications
        </MenuItem>
        <MenuItem onSelect={() => router.push(routes.delegation())}>
          <UserCheck aria-hidden /> Delegation
        </MenuItem>
        <MenuItem onSelect={onHelp}>
          <CircleHelp aria-hidden /> Keyboard shortcuts shortcuts
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
