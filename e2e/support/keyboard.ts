import type { Locator, Page } from '@playwright/test'
import { expect } from '../fixtures'

/** Waits until an element is hydrated: server-rendered elements are visible before React handles their keys. */
export const awake = (target: Locator): Promise<void> =>
  expect
    .poll(
      () =>
        target.evaluate(
          (element) =>
            element.closest('.cm-editor') !== null ||
            Object.keys(element).some((name) => name.startsWith('__reactProps$')),
        ),
      { message: 'the page listens' },
    )
    .toBe(true)

/** Focuses an element and presses Enter once the page is hydrated and the button is enabled. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await awake(target)
  await expect(target).toBeEnabled()
  await target.focus()
  await page.keyboard.press('Enter')
}

/** What a person without a mouse can't see about the focused element. Undefined: the focus is visible. */
const hidden = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!element || element === document.body) return undefined
    const rings = [element, element.closest('label, .cm-editor')]
    const hasRing = rings.some(
      (one) => one && Number.parseFloat(getComputedStyle(one).outlineWidth) >= 1,
    )
    const { left, top, width, height } = element.getBoundingClientRect()
    // A tall element, such as an editor, is in view with its start.
    const [x, y] = [left + width / 2, top + Math.min(height / 2, 12)]
    const above = document.elementFromPoint(x, y)
    const isSeen = above !== null && (element.contains(above) || above.contains(element))
    const lacks = [...(hasRing ? [] : ['no outline']), ...(isSeen ? [] : ['out of view'])]
    return lacks.length > 0 ? `${lacks.join(', ')}: ${element.outerHTML.slice(0, 120)}` : undefined
  })

/** Moves by Tab until an element has the focus. The focus must be visible at each stop on the way. */
export async function tabTo(page: Page, target: Locator, most = 90): Promise<void> {
  await awake(target)
  for (let i = 0; i < most; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    // A message slides into view.
    await expect.poll(() => hidden(page), 'the focus is visible').toBeUndefined()
  }
  await expect(target).toBeFocused()
}

/** Opens a page and skips its navigation, from the page's first Tab stop. */
export async function skipTo(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await awake(page.getByRole('main'))
}
