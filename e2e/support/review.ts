import type { Locator, Page } from '@playwright/test'

/** The question before a form sends: a step inside its sheet, or a dialog over a form on a page. */
export const review = (page: Page, name: string | RegExp = /\?$/): Locator =>
  page.getByRole('region', { name }).or(page.getByRole('dialog', { name }))
