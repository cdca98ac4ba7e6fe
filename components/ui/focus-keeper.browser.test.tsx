import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteFocus } from '@/lib/client/early-focus'
import { keepFocus } from './focus-keeper'

let stop = () => {}

beforeEach(() => document.addEventListener('focusin', noteFocus))
afterEach(() => {
  stop()
  document.body.replaceChildren()
})

/** A list whose only button is done before the code that keeps the focus has loaded. */
function decided() {
  const [section, heading, list, row, button] = (
    ['section', 'h2', 'ul', 'li', 'button'] as const
  ).map((name) => document.createElement(name))
  if (!section || !heading || !list || !row || !button) throw new Error('They were just made')
  heading.textContent = 'Waiting'
  button.textContent = 'Approve'
  row.append(button)
  list.append(row)
  section.append(heading, list)
  document.body.append(section)
  button.focus()
  expect(document.activeElement).toBe(button)
  return { row, button }
}

test('a button that was pressed and removed before its code loads gives the focus to its section', () => {
  decided().row.remove()
  expect(document.activeElement).toBe(document.body)
  stop = keepFocus()
  expect(document.activeElement?.textContent).toBe('Waiting')
})

test('a person who left the button by pressing an empty area keeps no focus', () => {
  const { row, button } = decided()
  button.blur()
  stop = keepFocus()
  row.remove()
  expect(document.activeElement).toBe(document.body)
})
