import { type Page, pages } from '../pages'
import { type Pressed, pressed, type ShortcutId } from './shortcuts'

export type Where = 'Everywhere' | 'Go to a page' | 'In a list' | 'On a request'

type Words = {
  where: Where
  label: string
  /** What it does. `ask`: it opens a form or dialog. None sends anything, and none leads to a destructive action. */
  does: 'show' | 'go' | 'move' | 'select' | 'focus' | 'ask'
  /** Another way to press it. */
  also?: string
}

export type Shortcut = Words & Pressed

const words: Readonly<Record<ShortcutId, Words>> = {
  palette: { where: 'Everywhere', label: 'Search and run commands', does: 'show' },
  search: { where: 'Everywhere', label: 'The same, outside of a list', does: 'show' },
  help: { where: 'Everywhere', label: 'Show keyboard shortcuts', does: 'show' },
  close: { where: 'Everywhere', label: 'Close', does: 'show' },
  next: { where: 'In a list', label: 'Next row', does: 'move', also: '↓ on a row' },
  previous: { where: 'In a list', label: 'Previous row', does: 'move', also: '↑ on a row' },
  open: { where: 'In a list', label: 'Open row', does: 'go' },
  select: { where: 'In a list', label: 'Select row', does: 'select', also: 'Space' },
  range: { where: 'In a list', label: 'Select all rows since the last one', does: 'select' },
  all: { where: 'In a list', label: 'Select all rows', does: 'select' },
  filter: { where: 'In a list', label: 'Search this list', does: 'focus' },
  approve: { where: 'On a request', label: 'Go to Approve', does: 'focus' },
  deny: { where: 'On a request', label: 'Deny…', does: 'ask' },
  revoke: { where: 'On a request', label: 'Go to Revoke', does: 'focus' },
}

/** Every shortcut, in the order of the list that `?` shows. `g` and a letter go to a page. */
export const shortcuts: readonly Shortcut[] = [
  ...Object.entries<Pressed>(pressed).map(([id, keys]) => ({
    ...words[id as ShortcutId],
    ...keys,
  })),
  // Handled by the package of the messages.
  {
    where: 'Everywhere',
    label: 'Go to the latest message and its Undo',
    keys: ['Alt', 't'],
    does: 'focus',
    always: true,
  },
  ...Object.values<Page>(pages).flatMap(({ go, label = '' }) =>
    go ? [{ where: 'Go to a page', keys: ['g', go], label, does: 'go' } as const] : [],
  ),
]
