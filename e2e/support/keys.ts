import type { Locator, Page } from '@playwright/test'
import { expect } from '../fixtures'
import { tabTo } from './keyboard'

/** A person with a keyboard. */
export class Keys {
  constructor(readonly page: Page) {}
  press = (key: string) => this.page.keyboard.press(key)
  type = (text: string) => this.page.keyboard.type(text)
  to = (target: Locator) => tabTo(this.page, target)
  button = (name: string | RegExp) => this.page.getByRole('button', { name })
  /** Tabs to a button or link and presses Enter. */
  async enter(target: Locator | string | RegExp) {
    const found =
      typeof target === 'string' || target instanceof RegExp ? this.button(target) : target
    await this.to(found.first())
    await expect(found.first()).toBeEnabled()
    await this.press('Enter')
  }
  dialog = (name?: string | RegExp) => this.page.getByRole('dialog', name ? { name } : {})
  /** Opens a dialog, which takes the focus, and closes it with one Escape, which returns the focus. */
  async look(opener: Locator, dialog: Locator = this.dialog()) {
    await this.enter(opener)
    await expect(dialog).toBeVisible()
    await expect(
      dialog.locator(':focus').or(dialog.and(this.page.locator(':focus'))),
    ).toBeAttached()
    await this.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(opener).toBeFocused()
  }
  /** The focus is inside the page's content, not lost. */
  isKept = () => expect(this.page.locator('main :focus')).toBeAttached()
}
