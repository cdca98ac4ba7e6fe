import type { Locator, Page } from '@playwright/test'
import { expect } from '../fixtures'
import { barriers } from './axe'
import { enter } from './keyboard'

/** A button that opens something, or (`isFold`) a form on the page. `what` is the same for buttons that open the same of another row. */
export type Opener = { name: string; what: string; isFold: boolean }

/** The buttons that open a dialog, sheet, menu, popover or form, and are not refused: one for all rows. */
export async function openersOf(page: Page, within = 'main'): Promise<Opener[]> {
  const all = await page
    .locator(within)
    .locator(
      'button:is([aria-haspopup], [data-op][aria-expanded]):not([aria-disabled=true], :disabled)',
    )
    .evaluateAll((buttons) =>
      buttons
        .filter((one) => one.checkVisibility())
        .map((one) => {
          const words = (one.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
          const name = one.getAttribute('aria-label') ?? words
          const inRow = words || name.split(' ', 1)[0] || ''
          return {
            name,
            what: one.getAttribute('data-op') ?? (one.closest('tr, li') ? inRow : name),
            isFold: !one.hasAttribute('aria-haspopup'),
          }
        }),
    )
  return all.filter((one, at) => all.findIndex(({ what }) => what === one.what) === at)
}

const boxes = '[role=dialog], [role=menu]'

/** Resolves when every read and command of the page is answered. */
export function callsOf(page: Page): () => Promise<void> {
  const waiting = new Set<unknown>()
  page.on('request', (one) => one.url().includes('/api/ops/') && waiting.add(one))
  const done = (one: unknown) => waiting.delete(one)
  page.on('requestfinished', done)
  page.on('requestfailed', done)
  return () => expect.poll(() => waiting.size, 'calls without an answer').toBe(0)
}

const fields = (box: Locator) =>
  box
    .locator('form')
    .locator('input:is([type=text], :not([type])):not([role=combobox]), textarea')
    .and(box.page().locator(':enabled:not([readonly])'))
    .filter({ visible: true })

/** Whether Tab leaves a dialog, at its end or, backwards, at its start. The dialog itself has the focus afterwards. */
async function isLeftByTab(page: Page, box: Locator): Promise<boolean> {
  for (const [at, key] of [
    [-1, 'Tab'],
    [0, 'Shift+Tab'],
  ] as const) {
    await box.evaluate((element, which) => {
      const stops =
        'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]'
      const all = [...element.querySelectorAll<HTMLElement>(stops)]
      all
        .filter((one) => one.checkVisibility() && one.tabIndex >= 0)
        .at(which)
        ?.focus()
    }, at)
    await page.keyboard.press(key)
    if (!(await box.evaluate((element) => element.contains(document.activeElement)))) return true
  }
  // A button's tooltip would take the first Escape.
  await box.focus()
  return false
}

const looks = [
  { width: 1280, colorScheme: 'light', only: undefined },
  { width: 1280, colorScheme: 'dark', only: 'colors' },
  { width: 320, colorScheme: 'light', only: 'space' },
] as const

/** Takes pictures of what is open, and gives what axe finds in it and whether it is wider than the screen, in each look. */
export async function barriersIn(page: Page, picture: string, within = boxes): Promise<string[]> {
  const found: string[] = []
  for (const { width, colorScheme, only } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    for (const one of await barriers(page, only, within))
      found.push(`${width} ${colorScheme}: ${one}`)
    await page.screenshot({ path: `pictures/dialogs/${picture}-${width}-${colorScheme}.png` })
    const box = await page.locator(within).last().boundingBox()
    if (box && box.x + box.width > width + 1) found.push(`${width}: wider than the screen`)
  }
  const [{ width, colorScheme }] = looks
  await page.emulateMedia({ colorScheme })
  await page.setViewportSize({ width, height: 800 })
  return found
}

/**
 * Opens something by its button with the keyboard, looks at it, types, leaves with Escape and comes back, and sends a form
 * that can't be valid. Returns what is wrong.
 */
export async function problemsOf(
  page: Page,
  { name }: Opener,
  picture: string,
  answered: () => Promise<void>,
): Promise<string[]> {
  const button = page.getByRole('button', { name, exact: true }).first()
  const box = page.locator(`:is(${boxes}):not([data-state=closed])`).last()
  const open = async () => {
    await enter(page, button)
    await expect(box).toBeVisible()
    const focus = box.locator(':focus').or(box.and(page.locator(':focus')))
    await expect(focus, 'the focus is inside').toBeAttached()
    await answered()
    await expect(box.locator('[aria-busy=true]')).toHaveCount(0)
  }
  const leave = async () => {
    await page.keyboard.press('Escape')
    await expect(box, 'Escape closes it').toBeHidden()
    await expect(button, 'its button has the focus').toBeFocused()
  }
  const found: string[] = []
  await open()
  found.push(...(await barriersIn(page, picture)))
  const isModal = (await box.getAttribute('role')) === 'dialog'
  if (isModal && (await isLeftByTab(page, box))) found.push('Tab leaves it')
  // Half a time is no draft.
  const field = fields(box).and(page.locator(':not([placeholder$=":00"])')).first()
  if ((await field.count()) === 0) {
    await leave()
    return found
  }
  const typed = '7'
  await field.fill(typed)
  await leave()
  await open()
  await expect(field, 'what was typed is kept').toHaveValue(typed)
  // No field takes a sign that changes the direction of text, so nothing is sent.
  for (const one of await fields(box).all()) await one.fill('a\u202Eb')
  await box.locator('button[type=submit]').last().press('Enter')
  await expect(box.locator('[aria-invalid=true], [role=alert]').first()).toBeVisible()
  found.push(...(await barriersIn(page, `${picture}-errors`)))
  await page.keyboard.press('Escape')
  return found
}
