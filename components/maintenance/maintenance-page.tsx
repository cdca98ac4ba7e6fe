'use client'
import {
  deferMaintenance,
  deferralsOf,
  getMaintenanceWindow,
  protectedHoursOf,
  updateMaintenanceWindow,
  windowOf,
  windowSettings,
} from '@/lib/ops/maintenance'
import { FormButton } from '../blocks/form-button'
import { FormSheet } from '../blocks/form-sheet'
import { OpPanel } from '../blocks/op-panel'
import { ConfirmAction } from '../ops/confirm-action'

/** The maintenance window of a project, and the form that changes it. */
export const MaintenancePage = ({ groupId }: { groupId: string }) => (
  <OpPanel
    op={getMaintenanceWindow}
    input={{ groupId }}
    title="Maintenance window"
    buttons={(now) => (
      <>
        <ConfirmAction
          op={deferMaintenance}
          input={{ groupId, deferrals: deferralsOf(now) }}
          label="Defer by one week"
          size="sm"
        />
        <FormButton
          op={updateMaintenanceWindow}
          place={{ groupId }}
          form={(onClose) => (
            <FormSheet
              op={updateMaintenanceWindow}
              title="Maintenance window"
              start={{
                groupId,
                ...windowSettings(now),
                dayOfWeek: now.dayOfWeek || '',
                opened: windowSettings(now),
              }}
              onClose={onClose}
            />
          )}
        />
      </>
    )}
    facts={(now) => [
      ['Starts', windowOf(now) ?? 'When Atlas chooses'],
      ['Time zone', now.timeZoneId ?? 'The project’s time zone'],
      ['Protected hours', protectedHoursOf(now) ?? 'None'],
      [
        'Deferrals',
        `${deferralsOf(now)} of 2${now.autoDeferOnceEnabled ? ', and every maintenance is deferred by one week' : ''}`,
      ],
      ...(now.startASAP ? ([['Next maintenance', 'Starts as soon as possible']] as const) : []),
    ]}
  />
)
