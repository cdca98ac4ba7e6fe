'use client'
import { getOrgSettings } from '@/lib/ops/directory'
import { restrictEmployeeAccess } from '@/lib/ops/org-settings'
import { OpPanel } from '../blocks/op-panel'
import { ConfirmAction } from '../ops/confirm-action'

/** Whether MongoDB employees need a grant to access the clusters of an organization. */
export function OrgSettingsPage({ orgId }: { orgId: string }) {
  return (
    <OpPanel
      op={getOrgSettings}
      input={{ orgId }}
      title="MongoDB employee access"
      buttons={({ restrictEmployeeAccess: isRestricted }) => (
        <ConfirmAction
          op={restrictEmployeeAccess}
          input={{ orgId, restrictEmployeeAccess: !isRestricted }}
          label={isRestricted ? 'Stop restricting' : 'Restrict access'}
          confirm={isRestricted ? 'Stop restricting' : 'Restrict access'}
          tone={isRestricted ? 'danger' : 'primary'}
          variant={isRestricted ? 'danger-plain' : 'primary'}
          size="sm"
        />
      )}
      facts={({ restrictEmployeeAccess: isRestricted }) => [
        [
          'Restricted',
          isRestricted === true
            ? 'Yes. Employees need a grant to access a cluster.'
            : isRestricted === false
              ? 'No. Employees can access the infrastructure of every cluster without a grant.'
              : 'Unknown',
        ],
      ]}
    />
  )
}
