import type { Page } from '@playwright/test'

/**
 * Makes `goto` wait until React has taken over the buttons of a console page. A test is faster than a person on a loaded
 * machine: it clicks what the server rendered before the page listens.
 */
export function listeningPage(page: Page): Page {
  const goto = page.goto.bind(page)
  page.goto = async (...how) => {
    const response = await goto(...how)
    await page.waitForFunction(() => {
      const main = document.querySelector('main#main')
      return [...(main?.querySelectorAll('button') ?? [])].every((button) =>
        Object.keys(button).some((name) => name.startsWith('__reactProps$')),
      )
    })
    return response
  }
  return page
}
