'use client'
import { useRouter } from 'next/navigation'
import { useMe } from '@/lib/client/use-me'
import { useNow } from '@/lib/client/use-now'
import { usePreferences } from '@/lib/client/use-preferences'
import { useSetPreferences } from '@/lib/client/use-set-preferences'
import { useExactTime } from '@/lib/client/use-zone'
import { relative } from '@/lib/format/time'
import { themes } from '@/lib/ops/preferences'
import { routes } from '@/lib/routes'
import { copyLink } from '../ops/copy-link'
import { sayFailure } from '../ops/tell'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu'
import { signOut } from './sign-out'
import { rolesInWords, UserButton } from './user-button'

export type UserMenuProps = {
  isNarrow?: boolean
  onHelp: () => void
  side?: 'top' | 'bottom'
}

const themeStyles = {
  system: { label: 'System', icon: <svg aria-hidden className="icon-[monitor]" /> },
  light: { label: 'Light', icon: <svg aria-hidden className="icon-[sun]" /> },
  dark: { label: 'Dark', icon: <svg aria-hidden className="icon-[moon]" /> },
} as const

/** The person, their roles and session, the theme, and sign-out. Opens at once. */
export function UserMenuOpen({ isNarrow = false, onHelp, side = 'top' }: UserMenuProps) {
  const me = useMe()
  const router = useRouter()
  const now = useNow(30_000)
  const exact = useExactTime()
  const { theme } = usePreferences()
  const change = useSetPreferences(sayFailure)

  return (
    <Menu defaultOpen align="start" side={side} trigger={<UserButton isNarrow={isNarrow} />}>
      <div className="max-w-64 px-2 py-1.5">
        <p className="truncate font-medium text-sm">{me?.name ?? 'Signed in'}</p>
        {me && <p className="text-muted text-xs">{rolesInWords(me)}</p>}
        {me && (
          <p className="mt-1 text-muted text-xs">
            Session ends {relative(me.sessionEndsAt, now)} ({exact(me.sessionEndsAt)})
          </p>
        )}
      </div>
      <MenuLine />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice
        value={theme}
        onChange={(value) => change({ theme: themes.find((t) => t === value) ?? 'system' })}
        choices={themes.map((value) => ({ value, ...themeStyles[value] }))}
      />
      <MenuLine />
      <MenuItem onSelect={() => router.push(routes.account())}>
        <svg aria-hidden className="icon-[circle-user]" /> Account
      </MenuItem>
      <MenuItem onSelect={() => router.push(routes.notifications())}>
        <svg aria-hidden className="icon-[bell]" /> Notifications
      </MenuItem>
      <MenuItem onSelect={() => router.push(routes.device())}>
        <svg aria-hidden className="icon-[square-terminal]" /> Command line
      </MenuItem>
      <MenuItem onSelect={() => router.push(routes.delegation())}>
        <svg aria-hidden className="icon-[user-check]" /> Delegation
      </MenuItem>
      <MenuItem onSelect={() => void copyLink()}>
        <svg aria-hidden className="icon-[link]" /> Copy link to this page
      </MenuItem>
      <MenuItem onSelect={onHelp}>
        <svg aria-hidden className="icon-[circle-question-mark]" /> Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={signOut}>
        <svg aria-hidden className="icon-[log-out]" /> Sign out
      </MenuItem>
    </Menu>
  )
}
