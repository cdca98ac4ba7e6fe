import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * Serious and critical findings of axe on a page: one line per rule, with the elements. `only` limits it to the rules that
 * colors can break, for a page that was checked in the other color scheme.
 */
export async function barriers(page: Page, only?: 'colors'): Promise<string[]> {
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
  const builder = new AxeBuilder({ page })
    // Rows are alike, and axe takes a minute for hundreds of them.
    .exclude('tbody tr:nth-child(n + 21)')
    // The selectors of elements that pass take longer than the rules.
    .options({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
    // Otherwise it opens a second page to merge the results of frames, which the console does not have.
    .setLegacyMode()
  const { violations } = await (only
    ? builder.withRules(['color-contrast', 'link-in-text-block'])
    : builder
  ).analyze()
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
