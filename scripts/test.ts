/** npm test: all checks. Failed tests run a second time, and the summary lists those that passed only then. */
import { join } from 'node:path'
import { buildConsole } from './build-console'
import { bundleGate } from './bundle-gate'
import { checkSteps } from './check-steps'
import { chromium } from './chromium'
import { command, type OnStop } from './command'
import { freePorts, startDemo } from './demo-stack'
import { slowTests } from './slow-tests'
import { type Count, passed, steps } from './steps'
import { playwright, vitestTwice } from './test-runs'
import { endWithThisProcess } from './testing/end-with-this-process'
import { fastFolder } from './testing/fast-folder'
import { installGlewlwyd } from './testing/glewlwyd'

await command(async (onStop) => {
  const run = steps()
  await checkSteps(run, onStop, vitestTwice)
  const slow = run.step('slow tests: faults, odd answers, killed processes', () =>
    vitestTwice(onStop, { files: slowTests }),
  )
  // The slow tests mostly wait.
  const build = run.step('production build', async () => {
    await buildConsole(console.log, onStop)
    return passed
  })
  const [built] = await Promise.all([build, slow])
  await run.step('sign-in with a second identity provider', async () => {
    installGlewlwyd(console.log)
    const files = ['lib/server/glewlwyd.test.ts']
    return vitestTwice(onStop, { files, env: { SECOND_PROVIDER: 'glewlwyd' } })
  })
  await run.step('components in a browser', () =>
    vitestTwice(onStop, {
      config: 'vitest.components.config.ts',
      env: { CHROMIUM_PATH: chromium(console.log) },
    }),
  )
  await run.step('bundle gate', async () => {
    if (built.failed > 0) throw new Error('Not measured: there is no build.')
    return bundleGate(console.log)
  })
  await run.step('end-to-end tests', async () => {
    if (built.failed > 0) throw new Error('Not run: there is no build.')
    return endToEnd(onStop)
  })
  return run.close()
})

async function endToEnd(onStop: OnStop): Promise<Count> {
  const executable = chromium(console.log)
  const data = fastFolder('gatehouse-e2e-')
  onStop(endWithThisProcess(join(data, 'postgres', 'cluster'), data))
  const demo = await startDemo({ data, ports: await freePorts(), say: console.log, onStop })
  return playwright(
    {
      CHROMIUM_PATH: executable,
      GATEHOUSE_URL: demo.url,
      SANDBOX_ATLAS: demo.atlas,
      SANDBOX_IDP: demo.issuer,
      SANDBOX_INBOX: demo.inbox,
      GATEHOUSE_DATA: demo.data,
    },
    onStop,
  )
}
