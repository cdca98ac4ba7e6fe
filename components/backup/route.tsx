'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useProject } from '@/lib/client/use-me'
import { routes } from '@/lib/routes'
import { ProjectName } from '../data/project-name'
import { EnvironmentBadge } from '../ui/badge'

type Place = { groupId: string | null | undefined; clusterName: string | null | undefined }

/** The source and the target of a restore; the cluster to overwrite stands out. */
export function Route({ source, target }: { source: Place; target: Place | undefined }) {
  return (
    <div className="grid gap-3 sm:grid-cols-[1fr_auto_1fr] sm:items-center">
      <End label="From" place={source} />
      <svg aria-hidden className="icon-[arrow-right] size-5 text-muted max-sm:rotate-90" />
      {target ? (
        <End label="Overwrites" place={target} isTarget />
      ) : (
        <Stop label="To">
          <p className="font-semibold text-lg">A download</p>
          <p className="text-muted text-sm">Overwrites nothing.</p>
        </Stop>
      )}
    </div>
  )
}

const Stop = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="min-w-0">
    <p className="text-muted text-xs">{label}</p>
    {children}
  </div>
)

function End({ label, place, isTarget }: { label: string; place: Place; isTarget?: boolean }) {
  const { groupId, clusterName } = place
  const project = useProject(groupId)
  const name = clusterName ?? 'Unknown cluster'
  return (
    <Stop label={label}>
      <p className={isTarget ? 'font-semibold text-lg' : 'text-lg'}>
        {groupId && clusterName ? (
          <Link href={routes.cluster(groupId, clusterName)} className="break-words hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </p>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
        <span className="min-w-0 break-words">
          in <ProjectName groupId={groupId} />
        </span>
        {project && <EnvironmentBadge environment={project.environment} />}
      </p>
    </Stop>
  )
}
