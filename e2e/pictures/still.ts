import type { Page } from '@playwright/test'
import { expect } from '../fixtures'

export type Look = { width: number; colorScheme: 'light' | 'dark' }

/** The screen's height. */
const SCREEN = 800

/** Shows the page in a look, and waits until nothing on it loads. */
export async function look(page: Page, { width, colorScheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height: SCREEN })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await loaded(page)
}

/** Makes the screen as tall as the page, up to a height in pixels: long tables show only the rows on the screen. */
export async function growTo(page: Page, most: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  const width = page.viewportSize()?.width ?? 0
  await page.setViewportSize({ width, height: Math.min(most, height) })
  await loaded(page)
}

async function loaded(page: Page) {
  // The examples on /dev/components load forever.
  const waiting = ['[aria-busy=true]', '.animate-pulse'].map((one) => `main ${one}:not(figure *)`)
  const seen = () =>
    page
      .locator(waiting.join())
      // Some cells are read when they come into view.
      .evaluateAll(
        (all) => all.filter((one) => one.getBoundingClientRect().top < innerHeight).length,
      )
  await expect.poll(seen).toBe(0)
  await page.evaluate(() => document.fonts.ready)
}

/** Shows every time as zeros of the same width, so that pictures of two runs can be compared. */
export const stopTimes = (page: Page): Promise<void> =>
  page.locator('time').evaluateAll((times) => {
    for (const time of times) {
      const texts = document.createTreeWalker(time, NodeFilter.SHOW_TEXT)
      while (texts.nextNode())
        if (texts.currentNode.nodeValue)
          texts.currentNode.nodeValue = texts.currentNode.nodeValue.replaceAll(/\d/g, '0')
    }
  })

/** Not in git. */
const folder = 'pictures'
/** The height of the tallest picture. */
const MOST = 2_400

const looks = [1280, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)

/** Takes a picture of the page in each width and theme. */
export async function takePictures(page: Page, name: string, most = MOST): Promise<void> {
  for (const one of looks) {
    await look(page, one)
    await growTo(page, most)
    await stopTimes(page)
    await page.screenshot({ path: `${folder}/${name}-${one.width}-${one.colorScheme}.png` })
  }
}
