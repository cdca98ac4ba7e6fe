'use client'
import { Fragment } from 'react'
import { connectionsOf, knownStages, stageName } from '@/lib/ops/stream-pipeline'
import { dlqOf, type Processor, whyNoTier } from '@/lib/ops/stream-shapes'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { JsonView } from '../data/json-view'
import { cn } from '../ui/cn'
import { Copyable } from '../ui/copyable'
import { Card, Facts } from '../ui/page'

const SHOWN = 14

/** The stages of a pipeline in a row, with their connections. */
function Stages({ pipeline }: { pipeline: readonly unknown[] }) {
  const isLong = pipeline.length > SHOWN
  const shown = isLong ? [...pipeline.slice(0, SHOWN - 1), undefined, pipeline.at(-1)] : pipeline
  return (
    <ol className="flex flex-wrap items-center gap-1.5 text-xs">
      {shown.map((stage, i) => {
        const name = stageName(stage)
        const through = connectionsOf(stage)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the stages of one answer never move
          <Fragment key={i}>
            {i > 0 && <svg aria-hidden className="icon-[arrow-right] size-3.5 text-faint" />}
            <li
              className={cn(
                'rounded border border-line bg-sunken px-1.5 py-0.5',
                name && !knownStages.includes(name) && 'border-warn-line bg-warn-soft',
              )}
            >
              {stage === undefined ? (
                `${pipeline.length - SHOWN} more`
              ) : (
                <>
                  <code className="font-mono">{name ?? '?'}</code>
                  {through.length > 0 && <span className="text-muted"> {through.join(', ')}</span>}
                </>
              )}
            </li>
          </Fragment>
        )
      })}
    </ol>
  )
}

/** The definition of a processor. */
export function DefinitionView({
  processor,
  workspace,
}: {
  processor: Processor
  workspace: StreamWorkspace | undefined
}) {
  const { tier, pipeline, failoverEnabled, eligibleForFailover, _id } = processor
  const dlq = dlqOf(processor)
  const config = workspace?.streamConfig
  const tooLarge = whyNoTier(tier ?? undefined, config?.maxTierSize)
  return (
    <Card className="p-4">
      <h2 className="mb-3 font-semibold text-base">Definition</h2>
      <Facts
        className="mb-4"
        items={[
          [
            'Tier',
            <span key="tier">
              {tier ?? (config?.tier ? `${config.tier} (workspace default)` : '–')}
              {tooLarge && (
                <span className="mt-0.5 block text-warn">{tooLarge} It can’t start.</span>
              )}
            </span>,
          ],
          [
            'Dead-letter queue',
            dlq
              ? `${dlq.db}.${dlq.coll} through ${dlq.connectionName}`
              : 'None. Messages that fail are lost.',
          ],
          ['Failover', failoverEnabled ? 'On' : eligibleForFailover ? 'Off (eligible)' : 'Off'],
          ['ID', _id ? <Copyable key="id" value={_id} what="id" /> : '–'],
        ]}
      />
      <h3 className="mb-2 font-medium text-sm">Pipeline</h3>
      {pipeline ? (
        <div className="grid grid-cols-1 gap-3">
          <Stages pipeline={pipeline} />
          <JsonView value={pipeline} label="Pipeline" start="JSON" />
        </div>
      ) : (
        <p className="text-muted text-sm">Atlas returned no pipeline.</p>
      )}
    </Card>
  )
}
