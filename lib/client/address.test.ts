import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { linksWaitForAddress, writesAddress } from './address'

class Link extends EventTarget {
  clicks = 0
  closest = () => this
  click() {
    this.clicks += 1
  }
}

const page: { press?: (event: unknown) => void } = {}
beforeEach(() => {
  vi.stubGlobal('Element', Link)
  vi.stubGlobal('HTMLElement', Link)
  vi.stubGlobal('document', {
    addEventListener: (_: string, listener: (event: unknown) => void) => {
      page.press = listener
    },
  })
  linksWaitForAddress()
})
afterEach(() => vi.unstubAllGlobals())

/** Presses a link; gives it, and whether the page held the click back. */
function press(more: object = {}) {
  const target = new Link()
  const [preventDefault, stopPropagation] = [vi.fn(), vi.fn()]
  page.press?.({ target, button: 0, preventDefault, stopPropagation, ...more })
  return { link: target, isHeld: preventDefault.mock.calls.length > 0 }
}

test('a click on a link waits until the URL is updated', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  writesAddress(promise)
  const { link, isHeld } = press()
  expect([isHeld, link.clicks]).toEqual([true, 0])
  expect(press({ ctrlKey: true }).isHeld).toBe(false)
  resolve()
  await vi.waitFor(() => expect(link.clicks).toBe(1))
  expect(press().isHeld).toBe(false)
})

test('a click is not lost if the browser refuses the URL', async () => {
  writesAddress(Promise.reject(new Error('Too many calls to Location or History APIs')))
  const { link, isHeld } = press()
  expect(isHeld).toBe(true)
  await vi.waitFor(() => expect(link.clicks).toBe(1))
})
