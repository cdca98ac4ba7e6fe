import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Half as long as the text that the package gives. */
const source = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

/** The rules that another color scheme or width can break. */
const rulesOf = {
  colors: ['color-contrast', 'link-in-text-block'],
  space: ['target-size', 'scrollable-region-focusable', 'color-contrast', 'link-in-text-block'],
}

/** Without those that take long and have no serious or critical findings. */
const rules = {
  'target-size': { enabled: true },
  'aria-allowed-role': { enabled: false },
  'heading-order': { enabled: false },
  'landmark-one-main': { enabled: false },
  'landmark-unique': { enabled: false },
  'presentation-role-conflict': { enabled: false },
  region: { enabled: false },
}

/**
 * Serious and critical findings of axe on a page: one line per rule, with the elements. `only` limits it to the rules that
 * colors can break, for a page that was checked in the other color scheme, or also those that a width can. `within` is a
 * selector.
 */
export async function barriers(
  page: Page,
  only?: keyof typeof rulesOf,
  within?: string,
): Promise<string[]> {
  // A message may appear while axe looks, and the title of a page comes after its content.
  await page.waitForFunction(
    () =>
      document.title !== '' &&
      document
        .getAnimations()
        .every(
          (one) =>
            one.playState !== 'running' ||
            one.effect?.getTiming().iterations === Number.POSITIVE_INFINITY,
        ),
  )
  // Reading axe takes the browser longer than a small page takes axe, and the builder would read it twice.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const builder = new AxeBuilder({ page, axeSource: ';' })
    // Rows are alike, and axe takes a minute for hundreds of them.
    .exclude('tbody tr:nth-child(n + 11)')
    // The selectors of elements that pass take longer than the rules.
    .options({ resultTypes: ['violations'], rules })
    // Otherwise it opens a second page to merge the results of frames, which the console does not have.
    .setLegacyMode()
  if (within) builder.include(within)
  const { violations } = await (only ? builder.withRules(rulesOf[only]) : builder).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const where = nodes.map(
        (n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n')[1] ?? ''}`,
      )
      return `${id}: ${help}\n  ${where.slice(0, 5).join('\n  ')}`
    })
}

const looks = [
  { name: 'wide and light', width: 1280, colorScheme: 'light' },
  { name: 'narrow and dark', width: 320, colorScheme: 'dark' },
  { name: 'wide and dark', width: 1280, colorScheme: 'dark' },
  { name: 'narrow and light', width: 320, colorScheme: 'light' },
] as const

/**
 * Expects that axe finds nothing and that nothing scrolls sideways, in the two looks that differ most, or in all four. `within`
 * is a selector.
 */
export async function inLooks(
  page: Page,
  { isAll = false, within }: { isAll?: boolean; within?: string } = {},
): Promise<void> {
  const widths = new Set<number>()
  for (const { name, width, colorScheme } of isAll ? looks : looks.slice(0, 2)) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    const found = await barriers(page, widths.has(width) ? 'colors' : undefined, within)
    expect(found, `${name}: ${page.url()}`).toEqual([])
    widths.add(width)
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(scroll, `${name}: nothing scrolls sideways`).toBeLessThanOrEqual(width)
  }
}
