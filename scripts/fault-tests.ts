/**
 * Tests that wait for real leases, timeouts and killed processes, or that try every odd answer and ID. They take minutes, so
 * only `npm test` runs them.
 */
export const faultTests = [
  'lib/server/kill.test.ts',
  'lib/server/checkpoints/stop.test.ts',
  'lib/server/guided/kill.test.ts',
  'lib/server/guided/unanswered.test.ts',
  'lib/server/gateway/kill.test.ts',
  'lib/server/gateway/odd-calls.test.ts',
  'lib/server/fleet/two-consoles.test.ts',
  'lib/server/gateway/permit-attacks.test.ts',
  'lib/server/gateway/permit-outcomes.test.ts',
  'lib/server/effects-under-faults.test.ts',
  'lib/server/effects-grid.test.ts',
  'lib/server/executors.test.ts',
  'lib/server/isolation.test.ts',
  'lib/server/odd-answers.test.ts',
  'lib/server/odd-ids.test.ts',
  'lib/server/revoke-anyway.test.ts',
  'lib/server/unknown-ids.test.ts',
  'lib/server/vanished.test.ts',
]
