'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { type FoundCluster, searchClusters } from '@/lib/ops/directory'
import { FieldShell, useField } from '../../form/field'
import { EnvironmentBadge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ClusterBox } from './cluster-box'

/** The cluster to request access for: a search, then the selected cluster with a button to change it. */
export function ClusterField() {
  const { id, error, form } = useField('input.clusterName')
  useField('input.groupId')
  const [groupId, clusterName] = useWatch({ name: ['input.groupId', 'input.clusterName'] })
  const [isChanging, setChanging] = useState(false)
  const isChosen = Boolean(groupId && clusterName)

  // The focused control is replaced, so move the focus to the new one.
  const isMoved = useRef(false)
  const isStanding = isChosen && !isChanging
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when one control replaces the other
  useEffect(() => {
    if (isMoved.current) document.getElementById(id)?.focus()
    isMoved.current = false
  }, [id, isStanding])

  const choose = (cluster: FoundCluster) => {
    form.setValue('input.groupId', cluster.groupId, { shouldDirty: true })
    form.setValue('input.clusterName', cluster.clusterName, {
      shouldDirty: true,
      shouldValidate: true,
    })
    setChanging(false)
    isMoved.current = true
  }

  return (
    <FieldShell id={id} label="Cluster" error={isChosen ? undefined : error && 'Choose a cluster'}>
      {isStanding ? (
        <Chosen
          id={id}
          groupId={groupId}
          clusterName={clusterName}
          onChange={() => {
            setChanging(true)
            isMoved.current = true
          }}
        />
      ) : (
        <ClusterBox
          id={id}
          invalid={error !== undefined}
          describedBy={`${id}-error`}
          onChoose={choose}
        />
      )}
    </FieldShell>
  )
}

export function Chosen({
  id,
  groupId,
  clusterName,
  onChange,
}: {
  id: string
  groupId: string
  clusterName: string
  onChange?: () => void
}) {
  const found = useQuery(read(searchClusters, { text: clusterName }))
  const cluster = found.data?.data.results.find(
    (c) => c.groupId === groupId && c.clusterName === clusterName,
  )
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line bg-sunken px-3 py-2 text-sm">
      <span className="min-w-0">
        <span className="font-semibold">{clusterName}</span>{' '}
        <span className="text-muted">
          {cluster ? `${cluster.groupName} · ${cluster.orgName} · ${cluster.detail}` : groupId}
        </span>
      </span>
      {cluster && <EnvironmentBadge environment={cluster.environment} />}
      {onChange && (
        <Button
          id={id}
          // Otherwise the field's label would replace the button's name.
          aria-label="Change cluster"
          size="sm"
          className="ml-auto"
          onClick={onChange}
        >
          Change cluster
        </Button>
      )}
    </div>
  )
}
