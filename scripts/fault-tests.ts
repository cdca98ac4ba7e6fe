/** Tests that wait out real leases, time limits and killed processes: a minute of waiting, which only `npm test` spends. */
export const faultTests = [
  'lib/server/kill.test.ts',
  'lib/server/guided/kill.test.ts',
  'lib/server/effects-under-faults.test.ts',
  'lib/server/isolation.test.ts',
]
