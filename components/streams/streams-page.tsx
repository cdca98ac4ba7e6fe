'use client'
import { GuidedNotices } from '../ops/guided-notices'
import { lazyComponent } from '../ui/lazy-component'
import { PageHead } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { Tabs } from '../ui/tabs'
import { Workspaces } from './workspaces'

const Peering = lazyComponent(() => import('./peering').then((m) => m.Peering), {
  loading: <SkeletonRows rows={4} />,
})

const PrivateLinks = lazyComponent(() => import('./private-links').then((m) => m.PrivateLinks), {
  loading: <SkeletonRows rows={4} />,
})

const tabs = [
  { id: 'workspaces', label: 'Workspaces' },
  { id: 'peering', label: 'VPC peering' },
  { id: 'links', label: 'Private links' },
] as const

/** The streams of a project: workspaces, peering and private links. */
export function StreamsPage({
  groupId,
  account,
}: {
  groupId: string
  account: string | undefined
}) {
  return (
    <>
      <PageHead
        title="Streams"
        lead="Workspaces, processors and connections, and the networks they reach."
        tight
      />
      <GuidedNotices groupId={groupId} />
      <Tabs label="Streams" tabs={tabs}>
        {(current) => (
          <div className="mt-4">
            {current === 'workspaces' ? (
              <Workspaces groupId={groupId} />
            ) : current === 'peering' ? (
              <Peering groupId={groupId} account={account} />
            ) : (
              <PrivateLinks groupId={groupId} />
            )}
          </div>
        )}
      </Tabs>
    </>
  )
}
