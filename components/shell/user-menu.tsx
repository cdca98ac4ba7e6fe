'use client'
import { useLoaded } from '@/lib/client/use-loaded'
import { UserButton } from './user-button'
import type { UserMenuProps } from './user-menu-open'

/** The user menu's button; the menu is loaded when pressed. */
export function UserMenu(props: UserMenuProps) {
  const [Open, load] = useLoaded(() => import('./user-menu-open').then((m) => m.UserMenuOpen))
  return Open ? (
    <Open {...props} />
  ) : (
    <UserButton
      isNarrow={props.isNarrow ?? false}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={load}
    />
  )
}
