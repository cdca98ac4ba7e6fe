/** npm run check: npm test without the build, the browser and the fault tests. */
import { checkSteps } from './check-steps'
import { command } from './command'
import { steps } from './steps'

await command(async (onStop) => {
  const run = steps()
  await checkSteps(run, onStop)
  return run.close()
})
