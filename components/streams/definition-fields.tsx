'use client'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { listConnections } from '@/lib/ops/stream-connections'
import { pipelineProblems } from '@/lib/ops/stream-pipeline'
import { streamTiers, whyNoTier } from '@/lib/ops/stream-shapes'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { plainJsonOf } from '../data/json-text'
import { CheckField, Field, SelectField } from '../form/field'
import { JsonField } from '../form/json-field'
import { checkPipeline } from './definition-form'
import { useProcessorOffer } from './processor-offer'
import type { Place } from './use-run'

/** The pipeline editor, with notes on likely mistakes under it. */
function PipelineField({ takesName }: { takesName: boolean }) {
  const offer = useProcessorOffer(takesName)
  const typed: unknown = useDeferredValue(useWatch({ name: 'pipeline' }))
  const notes = useMemo(
    () => pipelineProblems(plainJsonOf(typed)).filter((problem) => problem.note),
    [typed],
  )
  return (
    <div className="grid grid-cols-1 gap-1">
      <JsonField
        name="pipeline"
        label="Pipeline"
        hint="$source first, $emit or $merge last."
        check={checkPipeline}
        offer={offer}
      />
      <ul aria-live="polite" className="grid gap-0.5 text-warn text-xs empty:hidden">
        {notes.slice(0, 5).map(({ path, message }) => (
          <li key={`${path.join('.')} ${message}`}>
            Stage {Number(path[0]) + 1}: {message}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Where a processor sends messages it can't handle: a collection of a connected cluster. */
function DeadLetterFields({ groupId, tenantName }: Place) {
  const connections = useQuery(read(listConnections, { groupId, tenantName }))
  const present: unknown = useWatch({ name: 'options.dlq.connectionName' })
  const rows = connections.data?.misfit ? [] : (connections.data?.data.results ?? [])
  const names = rows.filter((c) => c.type === 'Cluster').map((c) => c.name)
  const chosen = typeof present === 'string' ? present : ''
  return (
    <fieldset className="grid grid-cols-1 gap-3">
      <legend className="mb-1.5 font-medium text-sm">Dead-letter queue</legend>
      <p className="text-muted text-sm">
        Stores messages that fail. Without a queue they are lost.
      </p>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <SelectField name="options.dlq.connectionName" label="Connection">
          <option value="">No dead-letter queue</option>
          {[...new Set([...names, ...(chosen ? [chosen] : [])])].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </SelectField>
        <Field name="options.dlq.db" label="Database" spellCheck={false} />
        <Field name="options.dlq.coll" label="Collection" spellCheck={false} />
      </div>
    </fieldset>
  )
}

/** The tiers; those that the workspace does not allow are disabled. */
function TierField({
  workspace,
  mayBeDefault,
}: {
  workspace: StreamWorkspace | undefined
  mayBeDefault: boolean
}) {
  const chosen: unknown = useWatch({ name: 'tier' })
  const largest = workspace?.streamConfig?.maxTierSize
  const usual = workspace?.streamConfig?.tier
  const whyNot = whyNoTier(typeof chosen === 'string' ? chosen : undefined, largest)
  return (
    <SelectField
      name="tier"
      label="Tier"
      hint={
        whyNot ? (
          <span className="text-warn">{whyNot} Atlas won’t start it.</span>
        ) : (
          largest && `This workspace allows tiers up to ${largest}.`
        )
      }
    >
      {mayBeDefault && <option value="">Workspace default{usual ? ` (${usual})` : ''}</option>}
      {streamTiers.map((tier) => (
        <option key={tier} value={tier} disabled={whyNoTier(tier, largest) !== undefined}>
          {tier}
          {whyNoTier(tier, largest) ? ', larger than allowed' : ''}
        </option>
      ))}
    </SelectField>
  )
}

/** The fields of a processor's definition, for a form that starts from `fieldsOf`. */
export function DefinitionFields({
  place,
  workspace,
  mayBeDefault,
  isNew = false,
  nameHint,
}: {
  place: Place
  workspace: StreamWorkspace | undefined
  /** Whether the tier can stay unset; once set, Atlas does not unset it. */
  mayBeDefault: boolean
  /** A processor to be created, which takes the name of a pasted file. */
  isNew?: boolean
  nameHint: string
}) {
  return (
    <>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-[minmax(0,1fr)_14rem]">
        <Field name="name" label="Name" hint={nameHint} spellCheck={false} autoComplete="off" />
        <TierField workspace={workspace} mayBeDefault={mayBeDefault} />
      </div>
      <PipelineField takesName={isNew} />
      <DeadLetterFields {...place} />
      <CheckField
        name="failoverEnabled"
        label="May fail over to another region"
        hint={
          (workspace?.failoverRegions ?? []).length > 0
            ? 'Only where its connections reach that region too.'
            : 'This workspace has no failover region, so Atlas refuses failover.'
        }
      />
    </>
  )
}
