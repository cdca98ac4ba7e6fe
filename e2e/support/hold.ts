import type { Page } from '@playwright/test'

/**
 * Delays what the page sends to an address, like a slow network, until the returned function is called.
 * Then it reaches the real server.
 */
export async function holdSending(page: Page, path: string): Promise<() => Promise<void>> {
  await page.evaluate((held) => {
    const original = window.fetch
    const released = new Promise<void>((resolve) =>
      window.addEventListener('e2e-release', () => resolve(), { once: true }),
    )
    window.fetch = async (input, init) => {
      if (String(input).endsWith(held)) await released
      return original(input, init)
    }
  }, path)
  return () => page.evaluate(() => void window.dispatchEvent(new Event('e2e-release')))
}

/** Delays the scripts of later pages, like a slow network, until the returned function is called. */
export async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released
    await route.continue()
  })
  return release
}

/** React works in slices, each after a message. On later pages these start seconds apart, like on a busy machine. */
export async function slowReact(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const post = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown) {
      setTimeout(() => post.call(this, message), 3_000)
    }
  })
}
