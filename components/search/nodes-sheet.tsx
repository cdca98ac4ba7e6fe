'use client'
import { useState } from 'react'
import {
  createSearchNodes,
  nodeCounts,
  nodeSizes,
  openedOf,
  resizeSearchNodes,
  type SearchNodes,
  specInWords,
  wantedSpec,
} from '@/lib/ops/search-nodes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { OpFields } from '../form/op-fields'

type Place = { groupId: string; clusterName: string }
type Props = { place: Place; onClose: () => void }

/** Adds search nodes to a cluster without any. */
export const AddNodes = ({ place, onClose }: Props) => (
  <FormSheetOpen
    op={createSearchNodes}
    title={`Add search nodes to ${place.clusterName}`}
    description="Machines dedicated to search, in every region and for every shard of the cluster. Atlas bills each by the hour."
    start={{ ...place, specs: [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: nodeCounts.min }] }}
    onClose={onClose}
  >
    <OpFields input={wantedSpec} prefix="specs.0." />
  </FormSheetOpen>
)

/** Changes the search nodes of a cluster. */
export function ResizeNodes({ place, nodes, onClose }: Props & { nodes: SearchNodes }) {
  const [opened] = useState(() => openedOf(nodes))
  const specs = opened.specs.map((s) => ({
    instanceSize: nodeSizes.find((size) => size === s.instanceSize),
    nodeCount: s.nodeCount ?? nodeCounts.min,
  }))
  return (
    <FormSheetOpen
      op={resizeSearchNodes}
      title="Resize the search nodes"
      description={`Currently ${opened.specs.map(specInWords).join(', ') || 'unknown'}.`}
      start={{ ...place, specs, opened }}
      changes={{ from: opened.specs, to: (i) => i.specs, label: 'The search nodes' }}
      opened={{ label: 'The search nodes' }}
      onClose={onClose}
    >
      {specs.map((_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: Atlas keeps them by their place alone
        <OpFields key={i} input={wantedSpec} prefix={`specs.${i}.`} />
      ))}
    </FormSheetOpen>
  )
}
