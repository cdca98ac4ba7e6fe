import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Serious and critical findings of axe on a page: one line per rule, with the elements. */
export async function barriers(page: Page): Promise<string[]> {
  // Colors in motion have no contrast of their own, and a message may appear while axe looks.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (one) =>
          one.playState !== 'running' ||
          one.effect?.getTiming().iterations === Number.POSITIVE_INFINITY,
      ),
  )
  // Rows are alike, and axe takes a minute for hundreds of them.
  const { violations } = await new AxeBuilder({ page })
    .exclude('tbody tr:nth-child(n + 21)')
    .analyze()
  await page.emulateMedia({ reducedMotion: null })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const where = nodes.map(
        (n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n')[1] ?? ''}`,
      )
      return `${id}: ${help}\n  ${where.slice(0, 5).join('\n  ')}`
    })
}
