import type { Locator, Page } from '@playwright/test'

/** The question before a form sends: a step inside its sheet, or a dialog over a form on a page. */
export const review = (page: Page, name: string | RegExp = /\?$/): Locator =>
  page.getByRole('region', { name }).or(page.getByRole('dialog', { name }))

/** Closes a form whose input was not sent. It stays in the tab as a draft. */
export const closeDraft = (page: Page): Promise<void> =>
  page
    .getByRole('dialog', { name: 'Close without sending?' })
    .getByRole('button', { name: 'Close', exact: true })
    .last()
    .click()
