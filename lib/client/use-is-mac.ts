'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Whether the keyboard has a Command key. */
export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)

/** The key that shortcuts with a modifier need: `⌘` or `Ctrl`. The server renders `Ctrl`. */
export const useModifier = (): string =>
  useSyncExternalStore(never, isMac, () => false) ? '⌘' : 'Ctrl'
