/**
 * npm run pictures: pictures of every page in its states and its dialogs, of all components, and those in docs/. `-- home audit` takes only some, and
 * options are Playwright's: `-- --last-failed` takes those that failed, `-- --shard=1/2` the first half.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from './chromium'
import { command } from './command'
import { freePorts, startDemo } from './demo-stack'
import { ordinaryEnvironment, runTool } from './tool'

const given = process.argv.slice(2)
const options = given.filter((one) => one.startsWith('--'))
const only = given.filter((one) => !one.startsWith('--'))

await command(async (onStop) => {
  const executable = chromium(console.log)
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-pictures-'))
  onStop(() => rmSync(data, { recursive: true, force: true }))
  const demo = await startDemo({
    data,
    ports: await freePorts(),
    say: console.log,
    onStop,
    developmentPages: true,
  })
  const { code } = await runTool(
    {
      file: 'node_modules/@playwright/test/cli.js',
      args: [
        ...['test', '--config', 'e2e/pictures/config.ts', '--reporter=list', ...options],
        ...(only.length > 0 ? ['--grep', `^(?:.* )?(${only.join('|')})$`] : []),
      ],
      env: ordinaryEnvironment({
        CHROMIUM_PATH: executable,
        GATEHOUSE_URL: demo.url,
        SANDBOX_ATLAS: demo.atlas,
        SANDBOX_IDP: demo.issuer,
        SANDBOX_INBOX: demo.inbox,
        GATEHOUSE_DATA: data,
      }),
      show: true,
    },
    onStop,
  )
  if (code === 0)
    console.log('The pictures are in pictures/, and those of the documentation in docs/.')
  return code
})
