/** Tests that wait for real leases, timeouts and killed processes. They take a minute, so only `npm test` runs them. */
export const faultTests = [
  'lib/server/kill.test.ts',
  'lib/server/guided/kill.test.ts',
  'lib/server/effects-under-faults.test.ts',
  'lib/server/effects-grid.test.ts',
  'lib/server/executors.test.ts',
  'lib/server/isolation.test.ts',
]
