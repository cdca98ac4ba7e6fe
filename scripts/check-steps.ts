import { locked } from './build-console'
import type { OnStop } from './command'
import { slowTests } from './slow-tests'
import { exitCode, type Steps } from './steps'
import type { vitest } from './test-runs'

/** Format, lint, types, and the tests without a build or browser, which `run` runs. */
export async function checkSteps(
  { step }: Steps,
  onStop: OnStop,
  run: typeof vitest,
): Promise<void> {
  const lint = step('format and lint', () =>
    exitCode(
      'node_modules/@biomejs/biome/bin/biome',
      ['check', '--error-on-warnings', '.'],
      onStop,
    ),
  )
  const types = step('types', async () => {
    // Route types are generated in .next, where a build may be running.
    const routes = await locked(console.log, () =>
      exitCode('node_modules/next/dist/bin/next', ['typegen'], onStop),
    )
    return routes.failed > 0
      ? routes
      : // Several threads check the same types twice, and the tests need the cores.
        exitCode('node_modules/typescript/bin/tsc', ['--noEmit', '--singleThreaded'], onStop)
  })
  // Tests often wait, so all together end sooner.
  const tests = step('unit tests, integration tests and guards', () =>
    run(onStop, { without: slowTests }),
  )
  await Promise.all([lint, types, tests])
}
