import type { FoundCluster } from '@/lib/ops/directory'
import { EnvironmentBadge } from '../../ui/badge'
import { cn } from '../../ui/cn'

/** A cluster option, with live access and why it can't be chosen. */
export const ClusterOption = ({ cluster }: { cluster: FoundCluster }) => (
  <>
    <span className={cn('min-w-0 break-words', cluster.whyNot === null && 'font-medium')}>
      {cluster.clusterName}
    </span>
    <span className="text-muted text-xs">{cluster.detail}</span>
    <span className="ml-auto flex items-center gap-2">
      {cluster.grant && (
        <span className="inline-flex items-center gap-1 text-warn text-xs">
          <svg aria-hidden className="icon-[user-round-check] size-3.5" /> has live access
        </span>
      )}
      {cluster.environment === 'production' && <EnvironmentBadge environment="production" />}
    </span>
    {cluster.whyNot !== null && <span className="w-full text-warn text-xs">{cluster.whyNot}</span>}
  </>
)
