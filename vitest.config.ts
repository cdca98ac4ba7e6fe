import { resolve } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest. One that starts last runs alone at the end, while the other workers wait. */
const slow = [
  'lib/server/effects-under-faults.test.ts',
  'lib/server/kill.test.ts',
  'lib/server/guided/kill.test.ts',
  'lib/server/isolation.test.ts',
  'lib/server/every-operation.test.ts',
  'lib/server/gated-walk.test.ts',
  'lib/server/odd-ids.test.ts',
  'lib/server/odd-answers.test.ts',
  'lib/server/revoke-anyway.test.ts',
  'lib/server/parse-input.test.ts',
  'lib/server/take-over.test.ts',
  'lib/server/vanished.test.ts',
  'lib/server/gateway/permit-attacks.test.ts',
  'lib/server/gateway/permit-outcomes.test.ts',
  'lib/server/break-glass.test.ts',
  'lib/server/foreign-scope.test.ts',
  'lib/server/checkpoints/checkpoints.test.ts',
  'lib/server/find.test.ts',
  'lib/server/seen.test.ts',
  'lib/server/approvals-effects.test.ts',
  'lib/server/streams.test.ts',
  'lib/server/targets.test.ts',
  'lib/atlas/faults.test.ts',
  'sandbox/atlas/faults.test.ts',
  'lib/server/allowance.test.ts',
]

/** Starts the slow files first. Vitest itself knows them only from an earlier run, which a fresh clone does not have. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => {
      const at = slow.findIndex((path) => moduleId.endsWith(path))
      return at === -1 ? slow.length : at
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  resolve: { alias: { '@': resolve(import.meta.dirname) } },
  test: {
    include: ['lib', 'sandbox', 'components', 'app', 'scripts', 'guards'].map(
      (folder) => `${folder}/**/*.test.{ts,tsx}`,
    ),
    // Needs Debian's Glewlwyd, which only `npm test` installs: scripts/test.ts.
    exclude: [
      ...configDefaults.exclude,
      // In a browser: vitest.components.config.ts.
      '**/*.browser.test.tsx',
      ...(process.env.SECOND_PROVIDER ? [] : ['lib/server/glewlwyd.test.ts']),
    ],
    environment: 'node',
    // A worker serves one file after the other, and keeps modules loaded. See scripts/testing/fresh.ts.
    isolate: false,
    setupFiles: ['./scripts/testing/fresh.ts'],
    globalSetup: './scripts/testing/postgres.ts',
    // Most objects of a test live longer than the default young generation of 16 MiB lasts.
    execArgv: ['--max-semi-space-size=32'],
    // Two cores in CI, and many tests wait for an Atlas that is slow on purpose; they share one PostgreSQL, each file with a
    // database of its own.
    maxWorkers: 4,
    sequence: { sequencer: SlowFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    allowOnly: false,
  },
})
