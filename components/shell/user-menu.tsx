'use client'
import { useLoaded } from '@/lib/client/use-loaded'
import { UserButton } from './user-button'
import type { UserMenuProps } from './user-menu-open'

/** The button of the person's menu; the menu itself is loaded when it is pressed. */
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
