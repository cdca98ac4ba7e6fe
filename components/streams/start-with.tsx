'use client'
import { useContext, useEffect, useState } from 'react'
import { type FieldValues, useController, useWatch } from 'react-hook-form'
import { startProcessorWith } from '@/lib/ops/stream-processors'
import { streamTiers, whyNoTier } from '@/lib/ops/stream-shapes'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { CheckField, OnThePage, SelectField } from '../form/field'
import { MomentField } from '../form/moment-field'
import { RadioCards } from '../ui/radio-cards'
import type { Place } from './use-run'

const moments = ['resume', 'drop', 'at'] as const

/** The form's values as the input: only what was chosen. */
function shapeStart(values: FieldValues): FieldValues {
  const { groupId, tenantName, processorName, tier, from, at, region, mode, clears, dryRun } =
    values
  const moment = typeof at === 'string' && at ? new Date(at) : undefined
  return {
    groupId,
    tenantName,
    processorName,
    ...(tier ? { tier } : {}),
    ...(from === 'drop' ? { resumeFromCheckpoint: false } : {}),
    ...(from === 'at'
      ? {
          startAtOperationTime:
            moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : '',
        }
      : {}),
    ...(region
      ? {
          failover: {
            region,
            ...(mode ? { mode } : {}),
            ...(clears ? { clearCheckpoint: true } : {}),
            ...(dryRun ? { dryRun: true } : {}),
          },
        }
      : {}),
  }
}

/** The form that starts a processor on another tier, from another position or in another region. */
export function StartWith({
  place,
  processorName,
  ownTier,
  isChangeStream,
  workspace,
  onDone,
  onClose,
}: {
  place: Place
  processorName: string
  /** The tier it has, or gets from its workspace. */
  ownTier: string | undefined
  /** It reads a change stream: only those can start at a time. */
  isChangeStream: boolean
  workspace: StreamWorkspace | undefined
  onDone: () => void
  onClose: () => void
}) {
  const largest = workspace?.streamConfig?.maxTierSize
  const regions = (workspace?.failoverRegions ?? []).flatMap((r) => r?.region ?? [])
  const [start] = useState(() => ({
    ...place,
    processorName,
    tier: '',
    from: 'resume',
    at: '',
    region: '',
    mode: '',
    clears: false,
    dryRun: false,
  }))
  return (
    <FormSheetOpen
      op={startProcessorWith}
      title={`Start ${processorName} with options`}
      description="Options that you don’t change keep their current value."
      start={start as object}
      shape={shapeStart}
      onDone={() => {
        onDone()
        onClose()
      }}
      onClose={onClose}
    >
      <Tier own={ownTier} largest={largest} />
      <From isChangeStream={isChangeStream} />
      {regions.length > 0 && <Failover regions={regions} />}
    </FormSheetOpen>
  )
}

/** The tier to start on; one that the workspace does not allow keeps the form from being sent. */
function Tier({ own, largest }: { own: string | undefined; largest: string | null | undefined }) {
  const page = useContext(OnThePage)
  useEffect(() => {
    page.check('tier', (tier) => whyNoTier(typeof tier === 'string' && tier ? tier : own, largest))
    return () => page.check('tier', undefined)
  }, [page, own, largest])
  return (
    <SelectField
      name="tier"
      label="Tier"
      hint={largest ? `This workspace allows tiers up to ${largest}.` : undefined}
    >
      <option value="">Keep its tier{own ? ` (${own})` : ''}</option>
      {streamTiers.map((tier) => (
        <option key={tier} value={tier} disabled={whyNoTier(tier, largest) !== undefined}>
          {tier}
          {whyNoTier(tier, largest) ? ', larger than allowed' : ''}
        </option>
      ))}
    </SelectField>
  )
}

function From({ isChangeStream }: { isChangeStream: boolean }) {
  const { field } = useController({ name: 'from' })
  return (
    <>
      <RadioCards
        name="from"
        legend="Start from"
        value={moments.find((m) => m === field.value)}
        onChange={field.onChange}
        cards={[
          { value: 'resume', title: 'Its checkpoint', detail: 'Resumes where it stopped.' },
          {
            value: 'drop',
            title: 'The beginning',
            detail: 'Drops its checkpoint and starts where $source is set to start.',
          },
          {
            value: 'at',
            title: 'A point in time',
            detail: 'Drops its checkpoint and reads changes from then on.',
            whyNot: isChangeStream ? undefined : 'Only if $source is a change stream.',
          },
        ]}
      />
      {field.value === 'at' && (
        <MomentField
          name="at"
          label="Read changes from"
          hint="The cluster’s oplog must reach back that far."
        />
      )}
    </>
  )
}

function Failover({ regions }: { regions: readonly string[] }) {
  const region: unknown = useWatch({ name: 'region' })
  return (
    <fieldset className="grid grid-cols-1 gap-3">
      <legend className="mb-1.5 font-medium text-sm">Failover</legend>
      <SelectField name="region" label="Run in another region">
        <option value="">No failover</option>
        {regions.map((r) => (
          <option key={r} value={r}>
            {r}
          </option>
        ))}
      </SelectField>
      {region ? (
        <>
          <SelectField name="mode" label="How">
            <option value="">Default</option>
            <option value="GRACEFUL">Graceful: write the checkpoint first</option>
            <option value="FORCED">Forced: do not wait for the failed region</option>
          </SelectField>
          <CheckField name="clears" label="Drop the checkpoint" />
          <CheckField name="dryRun" label="Dry run: check only, move nothing" />
        </>
      ) : null}
    </fieldset>
  )
}
