import { afterEach, expect, test } from 'vitest'
import { isShortcut, type ShortcutId, setShortcuts } from '@/lib/client/shortcuts'

/** Whether a key that is pressed in an element is a shortcut. */
function isIn(target: HTMLElement, id: ShortcutId, key: KeyboardEventInit): boolean {
  document.body.append(target)
  let is = false
  target.addEventListener('keydown', (event) => {
    is = isShortcut(event, id)
  })
  target.dispatchEvent(new KeyboardEvent('keydown', key))
  target.remove()
  return is
}
const is = (id: ShortcutId, key: KeyboardEventInit) => isIn(document.createElement('p'), id, key)

afterEach(() => setShortcuts(true))

test('a shortcut is the character, wherever the keyboard has it', () => {
  expect(is('search', { key: '/', code: 'Digit7', shiftKey: true })).toBe(true)
  expect(is('help', { key: '?', code: 'Minus', shiftKey: true })).toBe(true)
  expect(is('next', { key: 'J', code: 'KeyJ' }), 'with Caps Lock').toBe(true)
  expect(is('palette', { key: 'л', code: 'KeyK', ctrlKey: true })).toBe(true)
  expect(is('palette', { key: 't', code: 'KeyK', ctrlKey: true }), 'Dvorak').toBe(false)
})

test('what someone types or composes is no shortcut', () => {
  const editable = document.createElement('div')
  editable.contentEditable = 'true'
  for (const target of [document.createElement('textarea'), editable])
    for (const [id, key] of [
      ['next', 'j'],
      ['search', '/'],
      ['help', '?'],
    ] as const)
      expect(isIn(target, id, { key })).toBe(false)
  expect(is('next', { key: 'j', isComposing: true })).toBe(false)
  expect(is('next', { key: 'Process' })).toBe(false)
  expect(is('next', { key: 'j', altKey: true })).toBe(false)
})

test('single keys do nothing while they are switched off', () => {
  setShortcuts(false)
  expect(is('help', { key: '?', shiftKey: true })).toBe(false)
  expect(is('palette', { key: 'k', ctrlKey: true })).toBe(true)
})
