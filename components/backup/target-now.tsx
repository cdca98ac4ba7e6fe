'use client'
import { useQuery } from '@tanstack/react-query'
import { useProject } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { getCluster } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { ClusterState } from '../data/cluster-state'
import { ProjectName } from '../data/project-name'
import { EnvironmentBadge } from '../ui/badge'

type Place = { groupId: string; clusterName: string }

/** The cluster to overwrite as it is now, large, so that nobody mistakes it for another. */
export function TargetNow({
  target,
  source,
  isFlex,
}: {
  target: Place
  source: Place
  isFlex: boolean
}) {
  const one = useQuery({ ...read(getCluster, target), enabled: !isFlex })
  const flex = useQuery({
    ...read(listFlexClusters, { groupId: target.groupId }),
    enabled: isFlex,
  })
  const project = useProject(target.groupId)
  const found = isFlex
    ? flex.data && !flex.data.misfit
      ? flex.data.data.results.find((c) => c.name === target.clusterName)
      : undefined
    : one.data && !one.data.misfit
      ? one.data.data
      : undefined
  const isSource = target.groupId === source.groupId && target.clusterName === source.clusterName

  return (
    <section
      aria-label="Cluster to overwrite"
      className="rounded-md border border-warn-line bg-warn-soft p-3"
    >
      <p className="flex items-center gap-1.5 font-medium text-sm">
        <svg aria-hidden className="icon-[triangle-alert] size-4 shrink-0 text-warn" />
        This cluster will be overwritten
      </p>
      <p className="mt-2 break-words font-semibold text-2xl tracking-tight">{target.clusterName}</p>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <span className="min-w-0 break-words">
          in <ProjectName groupId={target.groupId} />
        </span>
        {project && <EnvironmentBadge environment={project.environment} />}
        {found && (
          <ClusterState
            state={found.stateName}
            paused={'paused' in found && found.paused === true}
          />
        )}
        {found?.mongoDBVersion && <span>MongoDB {found.mongoDBVersion}</span>}
      </p>
      {isSource && (
        <p className="mt-2 text-sm">This is the source cluster. Writes since then are lost.</p>
      )}
    </section>
  )
}
