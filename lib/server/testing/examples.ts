import type { Op } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { alertExamples } from './examples/alerts'
import { backupExamples } from './examples/backup'
import { dataFederationExamples } from './examples/data-federation'
import { exportExamples } from './examples/exports'
import { federationExamples } from './examples/federation'
import { flexClusterExamples } from './examples/flex-clusters'
import { keyExamples } from './examples/keys'
import type { Examples } from './examples/made'
import { monitoringExamples } from './examples/monitoring'
import { networkExamples } from './examples/networks'
import { policyExamples } from './examples/policies'
import { projectExamples } from './examples/projects'
import { searchExamples } from './examples/search'
import { serviceAccountExamples } from './examples/service-accounts'
import { streamsExamples } from './examples/streams'

/** Examples of the Atlas operations that people call, by id. Those that need only a place have none. */
export const examples: Examples = {
  ...alertExamples,
  ...backupExamples,
  ...dataFederationExamples,
  ...exportExamples,
  ...federationExamples,
  ...flexClusterExamples,
  ...keyExamples,
  ...monitoringExamples,
  ...networkExamples,
  ...policyExamples,
  ...projectExamples,
  ...searchExamples,
  ...serviceAccountExamples,
  ...streamsExamples,
}

/** The operations that need an example: Atlas's own, except for those that only Gatehouse sends. */
export const withExample: readonly Op[] = [...ops.values()].filter(
  ({ id, atlas, internal }) => atlas && (!internal || id === 'employee.grant'),
)

/** Commands that need approval with any input. gated-walk.test.ts tries the faults of Atlas on them. */
export const alwaysGated: ReadonlySet<string> = new Set([
  'employee.grant',
  'federation.delete',
  'federation.revokeKeys',
  'orgApiKeys.delete',
  'resourcePolicies.create',
  'resourcePolicies.delete',
  'resourcePolicies.update',
  'serviceAccounts.delete',
])
