import { type Page, pages } from '../pages'
import { isKeepingKeys } from './early-keys'
import { isTyping } from './is-typing'

export type Where = 'Everywhere' | 'Go to a page' | 'In a list' | 'On a request'

export type Shortcut = {
  where: Where
  /** As `KeyboardEvent.key` says it, one after the other: `['g', 'h']`. `Mod` is Ctrl, or ⌘ on a Mac. */
  keys: readonly string[]
  /** Another way to press it, in words for the list. */
  also?: string
  label: string
  /** What it does. `ask`: it opens a form or dialog. None sends anything, and none leads to a destructive action. */
  does: 'show' | 'go' | 'move' | 'select' | 'focus' | 'ask'
  /** Also with shortcuts switched off, because it is no single character. */
  always?: true
}

const own = {
  palette: {
    where: 'Everywhere',
    keys: ['Mod', 'k'],
    label: 'Search and run commands',
    does: 'show',
    always: true,
  },
  search: { where: 'Everywhere', keys: ['/'], label: 'The same, outside of a list', does: 'show' },
  help: { where: 'Everywhere', keys: ['?'], label: 'Show keyboard shortcuts', does: 'show' },
  close: { where: 'Everywhere', keys: ['Escape'], label: 'Close', does: 'show', always: true },
  next: { where: 'In a list', keys: ['j'], also: '↓ on a row', label: 'Next row', does: 'move' },
  previous: {
    where: 'In a list',
    keys: ['k'],
    also: '↑ on a row',
    label: 'Previous row',
    does: 'move',
  },
  open: { where: 'In a list', keys: ['Enter'], label: 'Open row', does: 'go', always: true },
  select: { where: 'In a list', keys: ['x'], also: 'Space', label: 'Select row', does: 'select' },
  range: {
    where: 'In a list',
    keys: ['Shift', 'x'],
    label: 'Select all rows since the last one',
    does: 'select',
  },
  all: {
    where: 'In a list',
    keys: ['Mod', 'a'],
    label: 'Select all rows',
    does: 'select',
    always: true,
  },
  filter: { where: 'In a list', keys: ['/'], label: 'Search this list', does: 'focus' },
  approve: { where: 'On a request', keys: ['a'], label: 'Go to Approve', does: 'focus' },
  deny: { where: 'On a request', keys: ['d'], label: 'Deny…', does: 'ask' },
  revoke: { where: 'On a request', keys: ['r'], label: 'Go to Revoke', does: 'focus' },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof own

/** `g` and the letter of a page of the console. */
const toPages: readonly (Shortcut & { href: string })[] = Object.values<Page>(pages).flatMap(
  ({ go, at, label = '' }) =>
    go ? [{ where: 'Go to a page', keys: ['g', go], label, does: 'go', href: at } as const] : [],
)

/** Every shortcut, in the order of the list that `?` shows. */
export const shortcuts: readonly Shortcut[] = [...Object.values<Shortcut>(own), ...toPages]

let areOn = true
/** Switches single keys on or off for this page. */
export function setShortcuts(on: boolean): void {
  areOn = on
}

const isFree = (event: KeyboardEvent) =>
  !event.defaultPrevented &&
  !event.isComposing &&
  event.key !== 'Process' &&
  !isKeepingKeys() &&
  !isTyping(event.target) &&
  document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') === null

/**
 * Whether a key press is this shortcut. Never while someone types or an input method composes, behind a dialog or menu, or
 * with shortcuts switched off.
 */
export function isShortcut(event: KeyboardEvent, id: ShortcutId): boolean {
  const { keys, always }: Shortcut = own[id]
  const [first = '', last = first] = keys
  const isMod = first === 'Mod'
  if ((event.ctrlKey || event.metaKey) !== isMod || event.altKey) return false
  if (event.key.toLowerCase() !== last.toLowerCase()) return false
  if (first === 'Shift' ? !event.shiftKey : event.shiftKey && /^[a-z]$/.test(last)) return false
  // The palette opens from a text field too, because no text is typed with Ctrl or ⌘.
  if (id === 'palette') return !event.isComposing
  return (always || areOn) && isFree(event)
}

/** The second key must follow within this. */
const PAIR_MS = 1_500
let begun = Number.NEGATIVE_INFINITY

/** Where `g` and a letter lead. Call it with every key press. Undefined: nowhere, or not yet. */
export function goesTo(event: KeyboardEvent): string | undefined {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
  if (!areOn || hasModifier || event.repeat || !isFree(event)) return undefined
  const isSecond = event.timeStamp - begun < PAIR_MS
  begun = !isSecond && event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
  return isSecond ? toPages.find(({ keys: [, letter] }) => letter === event.key)?.href : undefined
}
