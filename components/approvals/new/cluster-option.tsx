import { UserRoundCheck } from 'lucide-react'
import type { FoundCluster } from '@/lib/ops/directory'
import { EnvironmentBadge } from '../../ui/badge'
import { cn } from '../../ui/cn'

/** One cluster to choose: what it is, whether somebody holds access, and why it cannot be chosen. */
export function ClusterOption({
  id,
  cluster,
  isActive,
  onPoint,
  onChoose,
}: {
  id: string
  cluster: FoundCluster
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}) {
  const isRefused = cluster.whyNot !== null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox holds the keys
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-disabled={isRefused || undefined}
      tabIndex={-1}
      onMouseMove={onPoint}
      // The focus stays in the box.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cn(
        'flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-0.5 px-3 py-1.5 text-sm',
        isActive && 'bg-hover',
        isRefused ? 'cursor-not-allowed text-faint' : 'cursor-pointer',
      )}
    >
      <span className={cn('min-w-0 break-words', !isRefused && 'font-medium')}>
        {cluster.clusterName}
      </span>
      <span className="text-muted text-xs">{cluster.detail}</span>
      <span className="ml-auto flex items-center gap-2">
        {cluster.grant && (
          <span className="inline-flex items-center gap-1 text-warn text-xs">
            <UserRoundCheck aria-hidden className="size-3.5" /> holds a grant
          </span>
        )}
        {cluster.environment === 'production' && <EnvironmentBadge environment="production" />}
      </span>
      {isRefused && <span className="w-full text-warn text-xs">{cluster.whyNot}</span>}
    </div>
  )
}
