import type { Locator, Page } from '@playwright/test'
import { expect } from '../fixtures'

/** Waits until an element is hydrated: server-rendered elements are visible before React handles their keys. */
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

/** Focuses an element and presses Enter once the page is hydrated and the button is enabled. */
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
