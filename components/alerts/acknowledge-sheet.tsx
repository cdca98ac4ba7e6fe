'use client'
import { type Alert, acknowledgeAlert, alertName } from '@/lib/ops/alerts'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { EndsField } from '../form/ends-field'
import { TextareaField } from '../form/field'
import { acknowledgeStart } from './words'

/** Acknowledges an alert until a time, or changes its acknowledgement. */
export function AcknowledgeSheet({
  groupId,
  alert,
  onClose,
}: {
  groupId: string
  alert: Alert
  onClose: () => void
}) {
  return (
    <FormSheetOpen
      op={acknowledgeAlert}
      title="Acknowledge an alert"
      description={alertName(alert)}
      start={acknowledgeStart(groupId, alert)}
      onClose={onClose}
    >
      <AcknowledgeFields />
    </FormSheetOpen>
  )
}

/** Until when, and a comment. */
export const AcknowledgeFields = () => (
  <>
    <EndsField
      name="acknowledgedUntil"
      label="Acknowledge until"
      hint="Atlas sends no notifications until then, unless the alert closes and opens again."
      maxDays={30}
      optional={false}
    />
    <TextareaField
      name="acknowledgementComment"
      label="Comment (optional)"
      hint="Who is working on it, and what they found. At most 200 characters."
    />
  </>
)
