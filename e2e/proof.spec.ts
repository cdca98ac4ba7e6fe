import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
    await page.getByText('Public key and checkpoints').click()
    const shown = await page.getByRole('region', { name: 'public key', exact: true }).textContent()
    const key = shown?.trim() ?? ''
    await page
      .getByRole('link', { name: /^View row / })
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

test('an auditor downloads the log and its verifier, which finds a changed byte in an empty folder', async ({
  as,
  request,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-verify-'))
  try {
    const page = await as('auditor')
    await page.goto(routes.audit())
    const save = async (press: () => Promise<void>) => {
      const [file] = await Promise.all([page.waitForEvent('download'), press()])
      await file.saveAs(join(folder, file.suggestedFilename()))
    }
    await page.getByText('Public key and checkpoints').click()
    const key = await page.getByRole('region', { name: 'public key', exact: true }).textContent()
    await save(() => page.getByRole('button', { name: /^Download .* checkpoint/ }).click())
    await save(async () => {
      await page.getByRole('button', { name: 'Export', exact: true }).click()
      await page.getByRole('menuitem', { name: /^JSON lines/ }).click()
    })
    await page.getByText('Verify without Gatehouse').click()
    await save(() => page.getByRole('link', { name: 'Download audit-verify.mjs' }).click())
    // As the page says it, but for the key.
    const command = await page.getByRole('region', { name: 'command', exact: true }).textContent()
    const args = (command ?? '')
      .trim()
      .replace('KEY', key?.trim() ?? '')
      .split(' ')
      .slice(1)
    const check = () =>
      promisify(execFile)(process.execPath, args, { cwd: folder, env: { NODE_ENV: 'production' } })
    expect((await check()).stdout).toMatch(/rows/)
    const log = join(folder, args[1] ?? '')
    writeFileSync(log, readFileSync(log, 'utf8').replace('console.started', 'console.startet'))
    await expect(check()).rejects.toMatchObject({ code: 1 })
    const answer = await request.get(routes.auditVerifier())
    expect(answer.status(), 'without a session').toBe(401)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an auditor exports what the filter in the address shows, and the export is a row of the log', async ({
  as,
  axe,
}) => {
  const page = await as('auditor')
  await page.goto(routes.audit({ type: 'console.started' }))
  await expect(page.getByRole('cell', { name: 'Gatehouse started' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByText('Matching rows')).toBeVisible()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^CSV/ }).click(),
  ])
  const [head, ...lines] = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(head).toMatch(/^row,time,type,/)
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.every((line) => line.includes(',console.started,'))).toBe(true)

  // Other tests export too.
  const said = await page.getByText(/^Export started/).textContent()
  await page.goto(routes.auditRow(said?.match(/\d+/)?.[0] ?? ''))
  await expect(page.getByRole('heading', { name: /Audit log exported/ })).toBeVisible()
  await expect(page.getByText('"console.started"').first()).toBeVisible()
  expect(await axe(page)).toEqual([])
})

test('the access report of a quarter leads to its rows and prints on one page', async ({
  as,
  axe,
}) => {
  const page = await as('auditor')
  await page.goto(routes.audit())
  await page.getByRole('link', { name: 'Access report' }).click()
  await expect(page.getByRole('heading', { name: /^Access report Q[1-4] \d{4}$/ })).toBeVisible()
  await expect(page.getByText('Median time until a person decided')).toBeVisible()
  expect(await axe(page)).toEqual([])
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)

  const filed = page.getByText('Requests filed').locator('..').getByRole('link')
  const shown = Number((await filed.textContent())?.replace(/\D/g, ''))
  await filed.click()
  await expect(page).toHaveURL(/type=request\.created/)
  if (shown === 0) await expect(page.getByText('No matching rows')).toBeVisible()
  else await expect(page.getByRole('link', { name: /^View row / }).first()).toBeVisible()
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
  await expect(page.getByText('no text by this person')).toBeVisible()
  await subject.fill('viewer')
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('heading', { name: 'Will stay' })).toBeVisible()
  await page.getByRole('button', { name: 'Erase text…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/bring the text back/)).toBeVisible()
  await expect(dialog.getByRole('textbox')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Escape')
})

test('the audit log leaves the page by its recorded export only', async ({ as }) => {
  const page = await as('auditor')
  await page.goto(routes.audit())
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Export' })).toBeVisible()
  // The menu of other tables saves their rows without the server.
  await expect(page.getByRole('button', { name: /Columns/ })).toHaveCount(0)
})

test('the access report asks the server nothing for people who are not auditors', async ({
  as,
}) => {
  const page = await as('viewer')
  const calls: string[] = []
  page.on('request', (request) => void calls.push(request.url()))
  await page.goto(routes.auditReport())
  await expect(page.getByText(/can’t view the access report/)).toBeVisible()
  expect(calls.filter((url) => url.includes('audit.report'))).toEqual([])
})
