'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { read } from '@/lib/client/use-op'
import {
  createSearchNodes,
  deleteSearchNodes,
  getSearchNodes,
  hasNodes,
  noNodes,
  resizeSearchNodes,
  type SearchNodes,
  specInWords,
} from '@/lib/ops/search-nodes'
import { FormButton } from '../blocks/form-button'
import { OddParts } from '../data/odd-parts'
import { Panel } from '../data/panel'
import type { ClusterKind } from '../data/use-cluster-kind'
import { ConfirmAction } from '../ops/confirm-action'
import { Copyable } from '../ui/copyable'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { Card, Facts } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { StateBadge } from '../ui/state-badge'
import { nodesStyles } from './status-styles'

const AddNodes = lazyComponent(() => import('./nodes-sheet').then((m) => m.AddNodes))
const ResizeNodes = lazyComponent(() => import('./nodes-sheet').then((m) => m.ResizeNodes))

type Place = { groupId: string; clusterName: string }

const whyNone = {
  flex: 'A flex cluster runs on shared machines and can’t have search nodes. Search nodes need a dedicated cluster, M10 or larger.',
  shared:
    'A free cluster runs on shared machines and can’t have search nodes. Search nodes need a dedicated cluster, M10 or larger.',
} as const

/** The dedicated search machines of a cluster. */
export function NodesPanel({ place, kind }: { place: Place; kind: ClusterKind | undefined }) {
  if (kind === undefined)
    return (
      <Frame>
        <SkeletonRows rows={2} />
      </Frame>
    )
  if (kind === 'shared' || kind === 'flex')
    return (
      <Frame>
        <Empty
          icon={<svg aria-hidden className="icon-[cpu]" />}
          title="No search nodes"
          hint={whyNone[kind]}
        />
      </Frame>
    )
  return <Dedicated place={place} />
}

const Frame = ({ children }: { children: ReactNode }) => (
  <Card title="Search nodes">{children}</Card>
)

function Dedicated({ place }: { place: Place }) {
  const nodes = useQuery(read(getSearchNodes, place))
  const none = (
    <Empty
      icon={<svg aria-hidden className="icon-[cpu]" />}
      title="No search nodes"
      hint="Search runs on the database nodes and shares their memory and disk. Search nodes are separate machines, billed by the hour."
      action={
        <FormButton
          op={createSearchNodes}
          place={place}
          label={
            <>
              <svg aria-hidden className="icon-[plus]" /> Add search nodes
            </>
          }
          form={(close) => <AddNodes place={place} onClose={close} />}
        />
      }
    />
  )
  // Older API versions answer this for a cluster without any.
  if (nodes.error?.failure.atlas?.errorCode === noNodes) return <Frame>{none}</Frame>
  return (
    <Panel
      query={nodes}
      title="Search nodes"
      skeletonRows={2}
      isEmpty={(data) => !hasNodes(data)}
      empty={none}
    >
      {(data) => <Nodes place={place} nodes={data} />}
    </Panel>
  )
}

function Nodes({ place, nodes }: { place: Place; nodes: SearchNodes }) {
  const specs = nodes.specs ?? []
  const regions = nodes.effectiveSpecs ?? []
  return (
    <div className="grid grid-cols-1 gap-4 p-4">
      <OddParts of={nodes} />
      <div className="flex flex-wrap items-start justify-between gap-3">
        <Facts
          items={[
            ['State', <StateBadge key="state" styles={nodesStyles} state={nodes.stateName} />],
            ['Requested', specs.map(specInWords).join(', ') || 'unknown'],
            ...regions.map(
              (r, i) =>
                [
                  i === 0 ? 'Deployed' : `Deployed ${i + 1}`,
                  `${specInWords(r)} in ${[r.cloudProvider, r.regionName].filter(Boolean).join(' ') || 'an unknown region'}`,
                ] as const,
            ),
            ...(nodes.encryptionAtRestProvider && nodes.encryptionAtRestProvider !== 'NONE'
              ? [['Encryption', nodes.encryptionAtRestProvider] as const]
              : []),
            ...(nodes.id
              ? [['ID', <Copyable key="id" value={nodes.id} what="search nodes ID" />] as const]
              : []),
          ]}
        />
        <span className="flex flex-wrap gap-2">
          <FormButton
            op={resizeSearchNodes}
            place={place}
            label="Resize"
            form={(close) => <ResizeNodes place={place} nodes={nodes} onClose={close} />}
          />
          <ConfirmAction
            op={deleteSearchNodes}
            input={{ ...place, opened: { specs } }}
            label="Delete search nodes"
            size="sm"
            variant="danger-plain"
            title={`Delete the search nodes of ${place.clusterName}?`}
          />
        </span>
      </div>
      {nodes.stateName === 'UPDATING' && (
        <p className="text-muted text-sm">
          Atlas is changing the search nodes. Adding takes about 10 minutes, resizing about 15, and
          indexes build after that. No other change is possible until then.
        </p>
      )}
    </div>
  )
}
