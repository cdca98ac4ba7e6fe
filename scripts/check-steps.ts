import { locked } from './build-console'
import type { OnStop } from './command'
import { exitCode, type Steps, vitest } from './steps'

/** Format and lint, types, and every test that needs neither a build nor a browser. */
export async function checkSteps({ step }: Steps, onStop: OnStop): Promise<void> {
  await step('format and lint', () =>
    exitCode(
      'node_modules/@biomejs/biome/bin/biome',
      ['check', '--error-on-warnings', '.'],
      onStop,
    ),
  )
  await step('types', async () => {
    // The types of the routes are made in .next, where a build may be at work.
    const routes = await locked(console.log, () =>
      exitCode('node_modules/next/dist/bin/next', ['typegen'], onStop),
    )
    return routes.failed > 0
      ? routes
      : exitCode('node_modules/typescript/bin/tsc', ['--noEmit'], onStop)
  })
  await step('unit tests, pipeline tests and guards', () => vitest(onStop))
}
