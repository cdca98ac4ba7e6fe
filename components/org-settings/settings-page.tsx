'use client'
import { getOrgSettings } from '@/lib/ops/directory'
import { restrictEmployeeAccess } from '@/lib/ops/org-settings'
import { OpPanel } from '../blocks/op-panel'
import { ConfirmAction } from '../ops/confirm-action'

/** The settings of an organization that decide about the access of MongoDB employees. */
export function OrgSettingsPage({ orgId }: { orgId: string }) {
  return (
    <OpPanel
      op={getOrgSettings}
      input={{ orgId }}
      title="Access of MongoDB employees"
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
            ? 'Yes. Employees reach a cluster only with a grant.'
            : isRestricted === false
              ? 'No. Employees reach the infrastructure of every cluster without a grant.'
              : 'Atlas does not say.',
        ],
      ]}
    />
  )
}
