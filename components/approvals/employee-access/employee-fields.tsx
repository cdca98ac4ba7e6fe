'use client'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { minutesInWords } from '@/lib/format/duration'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import type { RequestTerms } from '@/lib/ops/requests'
import { DurationField } from '../../form/duration-field'
import { ReasonField } from '../../form/reason-field'
import { TicketField } from '../../form/ticket-field'
import { CallDetails, usePreview } from '../../ops/call-preview'
import { BreakGlassWay } from '../new/break-glass-way'
import { FieldsAside } from '../new/fields-aside'
import { MoreOptions } from '../new/more-options'
import { InTheWay, TermsPanel } from '../new/terms-panel'
import { LevelField } from './level-field'

const ready = [30, 60, 120, 240, 480, 1440]

/** The fields of an employee access request, with an aside. */
export function EmployeeFields({
  terms,
  cluster,
  isEdit = false,
}: {
  terms: RequestTerms | undefined
  /** The cluster search or the selected cluster. */
  cluster: ReactNode
  isEdit?: boolean
}) {
  const form = useFormContext()
  const input: unknown = useWatch({ name: 'input' })
  const [groupId, clusterName] = useWatch({ name: ['input.groupId', 'input.clusterName'] })
  const checked = useMemo(() => grantEmployeeAccess.input.safeParse(input), [input])
  const preview = usePreview(grantEmployeeAccess.id, checked.data)
  const byPolicy = terms?.defaultMinutes

  // Use the policy's default duration unless one is entered.
  const isSaid = useRef(false)
  useEffect(() => {
    if (byPolicy === undefined || isSaid.current) return
    isSaid.current = true
    if (form.getValues('input.minutes') !== undefined) return
    // Clears the error after a press that came too early.
    form.setValue('input.minutes', byPolicy, { shouldValidate: true })
  }, [byPolicy, form])

  const [least, most] = [terms?.minMinutes ?? 1, terms?.maxMinutes]
  return (
    <FieldsAside
      aside={
        <>
          {terms ? (
            <TermsPanel terms={terms} lasts />
          ) : (
            <p className="text-muted text-sm">
              Choose a cluster to see its approvers, the longest duration, and what happens next.
            </p>
          )}
          {!isEdit && groupId && clusterName && <BreakGlassWay terms={terms} />}
          {checked.success && <CallDetails call={preview.data?.data.call ?? null} />}
        </>
      }
    >
      {cluster}
      {terms && !isEdit && groupId && clusterName && (
        <InTheWay groupId={groupId} clusterName={clusterName} terms={terms} />
      )}
      <LevelField />
      <DurationField
        name="input.minutes"
        label="Duration"
        presets={ready.filter((m) => m >= least && m <= (most ?? 1440))}
        min={least}
        max={most}
        hint={
          most
            ? `${minutesInWords(least)} to ${minutesInWords(most)}, starting when access opens. An approver can shorten it.`
            : 'Starts when access opens. An approver can shorten it.'
        }
      />
      <ReasonField />
      <TicketField terms={terms} />
      <MoreOptions isEdit={isEdit} />
    </FieldsAside>
  )
}
