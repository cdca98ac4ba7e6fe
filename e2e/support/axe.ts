import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Serious and critical findings of axe on a page: one line per rule, with the elements. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const where = nodes.map(
        (n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n')[1] ?? ''}`,
      )
      return `${id}: ${help}\n  ${where.slice(0, 5).join('\n  ')}`
    })
}
