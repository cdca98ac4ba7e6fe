import type { Locator, Page } from '@playwright/test'
import { expect } from '../fixtures'

/** Waits until the page listens to keys on an element: what the server drew is seen before React has taken it over. */
export const awake = (target: Locator): Promise<void> =>
  expect
    .poll(
      () =>
        target.evaluate((element) =>
          Object.keys(element).some((name) => name.startsWith('__reactProps$')),
        ),
      { message: 'the page listens' },
    )
    .toBe(true)

/** Gives an element the focus and presses Enter, once the page listens and it is known that the person may. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await awake(target)
  await expect(target).toBeEnabled()
  await target.focus()
  await page.keyboard.press('Enter')
}

/** Moves by Tab until an element has the focus, as a person without a mouse does. */
export async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  await awake(target)
  for (let i = 0; i < most; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}
