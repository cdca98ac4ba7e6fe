import { type Page, pages } from '../pages'
import { isKeepingKeys } from './early-keys'
import { isTyping } from './is-typing'

/** Which keys. Their words are in `shortcut-list.ts`, which loads with the list. */
export type Pressed = {
  /** As `KeyboardEvent.key` says it, one after the other: `['g', 'h']`. `Mod` is Ctrl, or ⌘ on a Mac. */
  keys: readonly string[]
  /** Also with shortcuts switched off, because it is no single character. */
  always?: true
}

export const pressed = {
  palette: { keys: ['Mod', 'k'], always: true },
  search: { keys: ['/'] },
  help: { keys: ['?'] },
  close: { keys: ['Escape'], always: true },
  next: { keys: ['j'] },
  previous: { keys: ['k'] },
  open: { keys: ['Enter'], always: true },
  select: { keys: ['x'] },
  range: { keys: ['Shift', 'x'] },
  all: { keys: ['Mod', 'a'], always: true },
  filter: { keys: ['/'] },
  approve: { keys: ['a'] },
  deny: { keys: ['d'] },
  revoke: { keys: ['r'] },
} as const satisfies Record<string, Pressed>

export type ShortcutId = keyof typeof pressed

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

/** Ctrl with a letter of another alphabet is where a US keyboard has the letter, as in other programs. */
const keyOf = ({ key, code }: KeyboardEvent, isMod: boolean) =>
  isMod && !/^[ -~]/.test(key) ? code.replace('Key', '').toLowerCase() : key.toLowerCase()

/**
 * Whether a key press is this shortcut. Never while someone types or an input method composes, behind a dialog or menu, or
 * with shortcuts switched off.
 */
export function isShortcut(event: KeyboardEvent, id: ShortcutId): boolean {
  const { keys, always }: Pressed = pressed[id]
  const [first = '', last = first] = keys
  const isMod = first === 'Mod'
  if ((event.ctrlKey || event.metaKey) !== isMod || event.altKey) return false
  if (keyOf(event, isMod) !== last.toLowerCase()) return false
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
  const key = event.key.toLowerCase()
  begun = !isSecond && key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
  return isSecond ? Object.values<Page>(pages).find(({ go }) => go === key)?.at : undefined
}
