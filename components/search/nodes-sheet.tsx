'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { read } from '@/lib/client/use-op'
import {
  createSearchNodes,
  getSearchNodes,
  nodeCounts,
  nodeSizes,
  resizeSearchNodes,
  type SearchNodes,
  specInWords,
} from '@/lib/ops/search-nodes'
import { Field, SelectField } from '../form/field'
import { OpForm } from '../form/op-form'
import { Sheet } from '../ui/dialog'

type Place = { groupId: string; clusterName: string }

const rows = z.array(z.looseObject({ nodeCount: z.unknown().optional() })).catch([])
/** A number field gives a text. */
const shape = (v: Record<string, unknown>) => ({
  ...v,
  specs: rows.parse(v.specs).map((spec) => ({
    ...spec,
    nodeCount:
      typeof spec.nodeCount === 'string' && spec.nodeCount.trim() !== ''
        ? Number(spec.nodeCount)
        : spec.nodeCount,
  })),
})

/** The requested search nodes, without what Atlas adds. */
const openedOf = (nodes: SearchNodes) => ({
  specs: (nodes.specs ?? []).map(({ instanceSize, nodeCount }) => ({ instanceSize, nodeCount })),
})

/** Adds or changes search nodes. */
export function NodesSheet({
  place,
  nodes,
  onClose,
}: {
  place: Place
  nodes: SearchNodes | undefined
  onClose: () => void
}) {
  const cache = useQueryClient()
  const [opened] = useState(() => nodes && openedOf(nodes))
  const reload = async () =>
    openedOf((await cache.fetchQuery({ ...read(getSearchNodes, place), staleTime: 0 })).data)
  const start = {
    ...place,
    specs: opened?.specs.length
      ? opened.specs.map((s) => ({
          instanceSize: nodeSizes.find((size) => size === s.instanceSize),
          nodeCount: s.nodeCount ?? nodeCounts.min,
        }))
      : [{ instanceSize: 'S20_HIGHCPU_NVME' as const, nodeCount: nodeCounts.min }],
  }
  const fields = start.specs.map((_, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: Atlas keeps them by their place alone
    <SpecFields key={i} at={i} />
  ))
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={opened ? 'Resize the search nodes' : `Add search nodes to ${place.clusterName}`}
      description={
        opened
          ? `Currently ${opened.specs.map(specInWords).join(', ') || 'unknown'}.`
          : 'Machines dedicated to search, in every region and for every shard of the cluster. Atlas bills each by the hour.'
      }
    >
      {opened ? (
        <OpForm
          op={resizeSearchNodes}
          start={{ ...start, opened }}
          shape={shape}
          submit="Resize search nodes"
          pending="Resizing…"
          done="The search nodes are being resized"
          changes={{ from: opened.specs, to: (i) => i.specs, label: 'The search nodes' }}
          opened={{ reload, label: 'The search nodes' }}
          onCancel={onClose}
          onDone={onClose}
        >
          {fields}
        </OpForm>
      ) : (
        <OpForm
          op={createSearchNodes}
          start={start}
          shape={shape}
          submit="Add the search nodes"
          pending="Adding…"
          done={`Adding search nodes to ${place.clusterName}`}
          onCancel={onClose}
          onDone={onClose}
        >
          {fields}
        </OpForm>
      )}
    </Sheet>
  )
}

const SpecFields = ({ at }: { at: number }) => (
  <>
    <SelectField
      name={`specs.${at}.instanceSize`}
      label="Size"
      hint="Available sizes depend on the cloud and region. HIGHCPU suits full text, LOWCPU (more memory) suits vectors, STORAGE suits large indexes."
    >
      <option value="">Choose one</option>
      {nodeSizes.map((size) => (
        <option key={size}>{size}</option>
      ))}
    </SelectField>
    <Field
      name={`specs.${at}.nodeCount`}
      label="Nodes per region"
      type="number"
      min={nodeCounts.min}
      max={nodeCounts.max}
      hint={`${nodeCounts.min} to ${nodeCounts.max}. With two, search survives the loss of one.`}
    />
  </>
)
