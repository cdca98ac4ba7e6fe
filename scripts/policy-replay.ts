/**
 * npm run policy:replay -- NEW_FILE: how the requests of the last 90 days would go under another configuration file.
 * Exit code 0: nothing becomes looser; 1: something does; 2: it could not be compared.
 */

import { readConfigurationFile } from '@/lib/server/configuration'
import { sql } from '@/lib/server/database'
import { changesBetween } from '@/lib/server/policy-changes'
import { lastRecorded } from '@/lib/server/policy-record'
import { replay, replayLines } from '@/lib/server/policy-replay'
import { policySchema } from '@/lib/server/policy-schema'
import { withDatabase } from './policy-files'

const USAGE = 'Usage: npm run policy:replay -- NEW_FILE'

await withDatabase(async () => {
  const [file, ...more] = process.argv.slice(2)
  if (!file || more.length > 0) throw new Error(USAGE)
  const proposed = readConfigurationFile(file)
  const recorded = await lastRecorded(sql())
  if (!recorded)
    throw new Error('The audit log has no policy yet. Start Gatehouse once, then try again.')
  const { contact, signIn } = proposed
  const running = {
    ...{ contact, signIn, bindings: [...recorded.bindings] },
    production: { tags: [...recorded.production.tags] },
    policy: policySchema.parse(recorded.policy),
  }
  const changes = changesBetween(recorded, JSON.parse(JSON.stringify(proposed)))
  console.log(
    `From the running policy (${recorded.policy_digest.slice(0, 12)}) to ${file} (${proposed.policyDigest.slice(0, 12)}):`,
  )
  console.log(changes.length > 0 ? changes.map((one) => `  ${one}`).join('\n') : '  no difference')
  const result = await replay(running, proposed)
  console.log(['', ...replayLines(result)].join('\n'))
  return result.changed.some((one) => one.isLooser) ? 1 : 0
})
