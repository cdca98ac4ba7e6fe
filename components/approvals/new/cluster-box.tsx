'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { read } from '@/lib/client/use-op'
import { countOf } from '@/lib/format/words'
import { type FoundCluster, searchClusters } from '@/lib/ops/directory'
import { Combobox } from '../../ui/combobox'
import { ClusterOption } from './cluster-option'

const PAUSE_MS = 200

const holds = (c: FoundCluster, typed: string) => {
  const words = `${c.clusterName} ${c.groupName} ${c.orgName} ${c.groupId}`.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}

const keyOf = (c: FoundCluster) => `${c.groupId}/${c.clusterName}`

/** Searches clusters in all projects. Clusters that can't be requested say why. */
export function ClusterBox({
  id,
  invalid,
  describedBy,
  onChoose,
}: {
  id: string
  invalid: boolean
  describedBy: string
  onChoose: (cluster: FoundCluster) => void
}) {
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim().slice(0, 100)), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const found = useQuery({
    ...read(searchClusters, { text }),
    placeholderData: keepPreviousData,
  })
  const answer = found.data?.data
  const isWaiting = typed.trim() !== text || found.isFetching
  // Filter the current results while the server searches.
  const results = (answer?.results ?? []).filter((c) => !isWaiting || holds(c, typed))

  const says = () => {
    if (found.isError) return found.error.message
    if (!answer || (isWaiting && results.length === 0)) return 'Searching…'
    if (results.length === 0) return `No cluster in your scope matches “${text}”.`
    const shown = countOf(results.length, answer.totalCount, 'clusters')
    return answer.totalCount > results.length ? `${shown}. Type to narrow.` : shown
  }

  return (
    <Combobox
      id={id}
      label="Clusters"
      placeholder="Cluster, project or organization"
      invalid={invalid}
      describedBy={describedBy}
      text={typed}
      onText={setTyped}
      description={says()}
      isFaint={isWaiting}
      isWaiting={isWaiting}
      groups={[...Map.groupBy(results, (c) => c.groupId)].flatMap(([groupId, clusters]) => {
        const [one] = clusters
        if (!one) return []
        return {
          key: groupId,
          name: `${one.groupName}, ${one.orgName}`,
          head: (
            <>
              {one.groupName} <span className="text-faint">· {one.orgName}</span>
            </>
          ),
          choices: clusters.map((cluster) => ({
            key: keyOf(cluster),
            isRefused: cluster.whyNot !== null,
            shown: <ClusterOption cluster={cluster} />,
          })),
        }
      })}
      onChoose={(key) => {
        const cluster = results.find((c) => keyOf(c) === key)
        if (cluster) onChoose(cluster)
      }}
    />
  )
}
