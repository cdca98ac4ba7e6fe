import { spawnSync } from 'node:child_process'

/**
 * Runs the tests whose titles begin with the number of an invariant (A1, D2, E5, M1 …) in their full number. They print what was
 * tried, lost, doubled and refused. Returns vitest's exit code.
 */
export const named = (): number =>
  spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '-t', '(^| )[ADEMNW]\\d+\\b'],
    {
      env: { ...process.env, GATEHOUSE_FULL_SIZE: '1' },
      stdio: 'inherit',
    },
  ).status ?? 1
