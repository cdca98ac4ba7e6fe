import type { BrowserContext } from '@playwright/test'

/**
 * Problems in the pages of a context that are not visible: console errors, uncaught exceptions, and violations
 * of the Content-Security-Policy (browsers report those in the console). Refusals of the data route don't count:
 * the screens show them.
 */
export function watch(context: BrowserContext, problems: string[]): void {
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    const { url } = message.location()
    const isRefusal = /\/api\/ops\//.test(url) && message.text().startsWith('Failed to load')
    if (!isRefusal) problems.push(`${message.text()} (${url})`)
  })
  context.on('weberror', (error) => {
    problems.push(String(error.error()))
  })
}
