'use client'
import { useQuery } from '@tanstack/react-query'
import { useFormContext, useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { listClusters } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { Field, SelectField } from '../form/field'
import { ProjectField } from './project-field'
import { TargetNow } from './target-now'

type Place = { groupId: string; clusterName: string }

/** The cluster to overwrite: its project, its name, and what it is now. */
export function TargetFields({ source, isFlex }: { source: Place; isFlex: boolean }) {
  const form = useFormContext()
  const targetGroupId: unknown = useWatch({ name: 'targetGroupId' })
  const targetClusterName: unknown = useWatch({ name: 'targetClusterName' })
  const groupId = typeof targetGroupId === 'string' ? targetGroupId : ''

  return (
    <div className="grid gap-4">
      <ProjectField from={source.groupId} onChange={() => form.setValue('targetClusterName', '')} />
      {groupId && (
        <>
          <ClusterField groupId={groupId} source={source} isFlex={isFlex} />
          {typeof targetClusterName === 'string' && targetClusterName !== '' && (
            <TargetNow
              target={{ groupId, clusterName: targetClusterName }}
              source={source}
              isFlex={isFlex}
            />
          )}
        </>
      )}
    </div>
  )
}

const LABEL = 'Cluster to overwrite'

function ClusterField({
  groupId,
  source,
  isFlex,
}: {
  groupId: string
  source: Place
  isFlex: boolean
}) {
  const plain = useQuery({ ...read(listClusters, { groupId }), enabled: !isFlex })
  const flex = useQuery({ ...read(listFlexClusters, { groupId }), enabled: isFlex })
  const query = isFlex ? flex : plain
  const all = query.data && !query.data.misfit ? query.data.data.results : undefined
  // Without the list the name can still be typed.
  if (query.isError || query.data?.misfit)
    return <Field name="targetClusterName" label={LABEL} hint="The exact name in Atlas." />
  return (
    <SelectField
      name="targetClusterName"
      label={LABEL}
      hint={
        all?.length === 0
          ? `This project has no ${isFlex ? 'flex' : 'dedicated'} clusters.`
          : undefined
      }
    >
      <option value="">{all ? 'Choose a cluster' : 'Loading clusters…'}</option>
      {all?.map((c) => {
        const isSource = groupId === source.groupId && c.name === source.clusterName
        const notes = [
          isSource && 'source',
          'paused' in c && c.paused === true && 'paused',
          c.stateName && c.stateName !== 'IDLE' && c.stateName.toLowerCase(),
        ].filter(Boolean)
        return (
          <option key={c.name} value={c.name}>
            {c.name}
            {notes.length > 0 && ` (${notes.join(', ')})`}
          </option>
        )
      })}
    </SelectField>
  )
}
