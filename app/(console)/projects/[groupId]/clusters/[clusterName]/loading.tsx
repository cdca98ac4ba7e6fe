import { SkeletonRows } from '@/components/ui/skeleton'

/** While a page of the cluster is drawn its name and its tabs stay. */
export default function Loading() {
  return (
    <div className="rounded-lg border border-line bg-surface">
      <SkeletonRows rows={6} />
    </div>
  )
}
