/** npm run check: npm test without the build, the browser and the slow tests, and with shorter walks over all operations. */
import { checkSteps } from './check-steps'
import { command } from './command'
import { steps } from './steps'
import { vitest } from './test-runs'

await command(async (onStop) => {
  const run = steps()
  await checkSteps(run, onStop, (onStop, what) =>
    vitest(onStop, { ...what, env: { GATEHOUSE_QUICK: '1' } }),
  )
  return run.close()
})
