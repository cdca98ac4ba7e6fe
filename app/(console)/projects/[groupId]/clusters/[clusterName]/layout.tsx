import type { ReactNode } from 'react'
import { PageHead } from '@/components/ui/page'
import { PageTabs } from '@/components/ui/page-tabs'
import { clusterPages } from '@/lib/routes'

type Props = { params: Promise<{ groupId: string; clusterName: string }>; children: ReactNode }

/** The name of the cluster over its pages. Nothing is decided here: each page asks who is there. */
export default async function ClusterLayout({ params, children }: Props) {
  const { groupId, clusterName: escaped } = await params
  const clusterName = decodeURIComponent(escaped)
  return (
    <>
      <PageHead title={clusterName} tight />
      <PageTabs
        label={`Pages of ${clusterName}`}
        tabs={clusterPages.map(({ label, to }) => ({ label, href: to(groupId, clusterName) }))}
      />
      {children}
    </>
  )
}
