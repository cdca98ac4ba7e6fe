'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import {
  getPipeline,
  listPipelines,
  PIPELINES_REMOVED,
  type Pipeline,
  pausePipeline,
  resumePipeline,
} from '@/lib/ops/pipelines'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { OpPanel } from '../blocks/op-panel'
import { RowActions, rowActions } from '../blocks/row-actions'
import { useStillAnswers } from '../blocks/where-answered'
import { column } from '../data/columns'
import { JsonView } from '../data/json-view'
import { Banner } from '../ui/banner'
import { ButtonLink } from '../ui/button'
import { StateBadge, statusStyles } from '../ui/state-badge'
import { Time } from '../ui/time'

type Place = { groupId: string }

const styles = statusStyles({ ACTIVE: ['Active', 'good'], PAUSED: ['Paused', 'idle'] })

const sourceOf = ({ source }: Pipeline): string | null =>
  [source?.clusterName, [source?.databaseName, source?.collectionName].filter(Boolean).join('.')]
    .filter(Boolean)
    .join(' / ') || null
const regionOf = ({ sink }: Pipeline): string | null =>
  [sink?.metadataProvider, sink?.metadataRegion].filter(Boolean).join(' ') || null
const retentionOf = ({ datasetRetentionPolicy: kept }: Pipeline): string | null =>
  kept?.value && kept.units ? count(kept.value, kept.units.toLowerCase().replace(/s$/, '')) : null

const on = rowActions<Pipeline, Place>()
const input = ({ name }: Pipeline, { groupId }: Place) => ({ groupId, pipelineName: name })
const isPaused = ({ state }: Pipeline) => state === 'PAUSED'
const actions = [
  on.confirm(pausePipeline, { input, isFor: (one) => !isPaused(one), tone: 'primary' }),
  on.confirm(resumePipeline, { input, isFor: isPaused, tone: 'primary' }),
]

const c = column<Pipeline>()
const columns = [
  c.text('name', 'Pipeline', { width: '22%' }),
  c.state('state', 'State', styles),
  c.text(['source', sourceOf], 'Source'),
  c.text(['region', regionOf], 'Stored in'),
  c.text(['kept', retentionOf], 'Retention'),
  c.time('lastUpdatedDate', 'Changed'),
]

/** What replaces them, with the pages for it. */
export const PipelineSuccessors = ({ groupId }: Place) => (
  <>
    Atlas removed data lake pipelines on {PIPELINES_REMOVED}. Use Online Archive in Atlas, or{' '}
    <Link className="text-accent underline" href={routes.exportBuckets(groupId)}>
      export snapshots
    </Link>{' '}
    and query them with{' '}
    <Link className="text-accent underline" href={routes.dataFederation(groupId)}>
      data federation
    </Link>
    .
  </>
)

/** The data lake pipelines of a project, where Atlas still answers for them. */
export const Pipelines = ({ groupId }: Place) => (
  <OpList
    op={listPipelines}
    input={{ groupId }}
    title="Pipelines"
    what="data lake pipelines"
    columns={columns}
    rowName={({ name }) => name}
    href={({ name }) => routes.pipeline(groupId, name)}
    actions={actions}
    empty={{
      icon: <svg aria-hidden className="icon-[waves-horizontal]" />,
      hint: 'You can no longer create data lake pipelines.',
    }}
    instead="Atlas no longer returns data lake pipelines."
  />
)

/** On a page nearby: that a project still has pipelines. Nothing where Atlas no longer answers. */
export function RemainingPipelines({ groupId }: Place) {
  const enabled = useStillAnswers({ op: listPipelines, input: { groupId } }) === true
  const { data } = useQuery({ ...read(listPipelines, { groupId }), enabled })
  if (!data || data.misfit || data.data.length === 0) return null
  return (
    <Banner
      className="mb-4"
      title={`This project still has ${count(data.data.length, 'data lake pipeline')}`}
      actions={<ButtonLink href={routes.pipelines(groupId)}>View pipelines</ButtonLink>}
    >
      Atlas removed data lake pipelines on {PIPELINES_REMOVED}.
    </Banner>
  )
}

/** One data lake pipeline. */
export const PipelinePage = (place: Place & { pipelineName: string }) => (
  <OpPanel
    op={getPipeline}
    input={place}
    title="Pipeline"
    instead="Atlas no longer returns data lake pipelines."
    buttons={(one) => <RowActions actions={actions} row={one} place={place} name={one.name} />}
    facts={(one) => [
      ['State', <StateBadge key="s" styles={styles} state={one.state} />],
      ['Source', sourceOf(one) ?? 'Unknown'],
      ['Stored in', regionOf(one) ?? 'Unknown'],
      ['Retention', retentionOf(one) ?? 'Unknown'],
      ['Created', one.createdDate ? <Time key="c" at={one.createdDate} /> : 'Unknown'],
      ['Changed', one.lastUpdatedDate ? <Time key="u" at={one.lastUpdatedDate} /> : 'Unknown'],
    ]}
  >
    {(one) => <JsonView value={one} label="The pipeline" />}
  </OpPanel>
)
