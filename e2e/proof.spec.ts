import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

/** The verifier as an auditor runs it, without the database. */
const verifier = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['lib/audit/audit-verify.mjs', ...args], {
    env: { ...process.env, DATABASE_URL: '', GATEHOUSE_DATA: '' },
  })

test('an auditor copies the proof of a row and checks it without Gatehouse', async ({ as }) => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-proof-'))
  try {
    const page = await as('auditor')
    await page.goto(routes.audit())
    const shown = await page.getByRole('region', { name: 'public key', exact: true }).textContent()
    const key = shown?.trim() ?? ''
    await page
      .getByRole('button', { name: /^View row / })
      .first()
      .click()
    await page.getByRole('button', { name: /^Copy proof of row / }).click()
    await expect(page.getByRole('button', { name: /^Copy proof of row / })).toHaveText('Copied')
    const proof = await page.evaluate(() => navigator.clipboard.readText())
    const file = join(folder, 'row.tlog-proof')
    writeFileSync(file, proof)
    const { stdout } = await verifier('--proof', file, '--pubkey', key)
    expect(stdout).toContain('is in the log')
    writeFileSync(
      file,
      proof.replace(/^index (\d+)$/m, (_, n) => `index ${Number(n) - 1}`),
    )
    await expect(verifier('--proof', file, '--pubkey', key)).rejects.toMatchObject({ code: 1 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an admin sees what erasing a person removes and keeps, and has to type the subject', async ({
  as,
  axe,
}) => {
  const page = await as('admin')
  await page.goto(routes.erasures())
  const subject = page.getByRole('textbox', { name: 'Subject of the person' })
  await subject.fill('nobody-of-this-name')
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByText('no text of this person')).toBeVisible()
  await subject.fill('viewer')
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('heading', { name: 'Stays' })).toBeVisible()
  await page.getByRole('button', { name: 'Erase text…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/bring the text back/)).toBeVisible()
  await expect(dialog.getByRole('textbox')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Escape')
})
