'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { isMoving, listGuided } from '@/lib/ops/guided'
import { GuidedNotice } from './guided-run'

/** Guided changes in progress or stopped, of a project. */
export function GuidedNotices({ groupId }: { groupId: string }) {
  const runs = useQuery(read(listGuided, { groupId }))
  if (!runs.data || runs.data.misfit) return null
  const open = runs.data.data.results.filter((run) => isMoving(run) || run.state === 'halted')
  if (open.length === 0) return null
  return (
    <section aria-label="Changes in progress" className="mb-4 grid grid-cols-1 gap-2">
      {open.map((run) => (
        <GuidedNotice key={run.id} run={run} />
      ))}
    </section>
  )
}
