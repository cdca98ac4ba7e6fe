import type { Page } from '@playwright/test'

/**
 * Makes `goto`, `reload` and `goBack` wait until React has taken over the page. A test is faster than a person on a loaded
 * machine: it presses what the server rendered before the page listens. `waitUntil: 'commit'` leaves it out.
 */
export function listeningPage(page: Page): Page {
  for (const name of ['goto', 'reload', 'goBack'] as const) {
    const go = page[name].bind(page) as (...how: unknown[]) => ReturnType<Page['goto']>
    page[name] = async (...how: unknown[]) => {
      const response = await go(...how)
      if (!JSON.stringify(how).includes('"waitUntil":"commit"')) await listening(page)
      return response
    }
  }
  return page
}

/** Waits until everything that the server streamed is in its place and React has taken over all controls and links. */
export async function listening(page: Page): Promise<void> {
  const isListening = () => {
    // React shows what arrives late from a hidden part of the page, at a later frame.
    if (document.querySelector('template[id^="B:"], div[hidden][id^="S:"]')) return false
    const notes = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT)
    while (notes.nextNode())
      if (['$?', '$~'].includes(notes.currentNode.nodeValue ?? '')) return false
    const controls = document.body.querySelectorAll('button, input, select, textarea, a[href]')
    return [...controls].every(
      (control) =>
        control.closest('.cm-editor') ||
        Object.keys(control).some((name) => name.startsWith('__reactProps$')),
    )
  }
  // At every frame, it would slow down what it waits for.
  await page.waitForFunction(isListening, undefined, { polling: 100 })
}
