'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { whyNone } from '../data/why-none'
import { ActionButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import { jobActions, jobName } from './job-actions'
import { jobColumns, rowOf } from './job-columns'
import { type KindName, kinds, type Place } from './kinds'

const RunningNow = lazyComponent(() => import('./running-now').then((m) => m.RunningNow))

const NOW_EVERY_MS = 5_000

/** The restore jobs of a cluster, running ones first. */
export function RestoreJobs({
  place,
  kind,
  onRestore,
}: {
  place: Place
  kind: KindName
  onRestore: () => void
}) {
  const { jobs, toJob, restore, jobsNote } = kinds[kind]
  const query = useQuery(read(jobs, place))
  const now = useNow(NOW_EVERY_MS)
  const all = query.data?.misfit ? [] : (query.data?.data.results ?? [])
  const running = all.map((job) => toJob(job, now)).filter(({ isRunning }) => isRunning)
  return (
    <>
      {running.length > 0 && <RunningNow place={place} running={running} />}
      <OpList
        op={jobs}
        input={place}
        name="restores"
        what="restore jobs"
        columns={jobColumns}
        rows={({ results }) => results.map((job) => rowOf(toJob(job, now), place.groupId))}
        rowId={({ id }) => id}
        rowName={(job) => jobName(job, place)}
        href={({ id }) => routes.restoreJob(place.groupId, place.clusterName, id)}
        actions={jobActions[kind]}
        buttons={
          <ActionButton
            op={restore}
            scope={{ kind: 'cluster', ...place }}
            whyNot={whyNone(query, 'cluster')}
            variant="primary"
            size="sm"
            aria-haspopup="dialog"
            onPress={onRestore}
          >
            Restore
          </ActionButton>
        }
        empty={{
          icon: <svg aria-hidden className="icon-[archive-restore]" />,
          hint: jobsNote ?? 'Restores and downloads appear here, including those started in Atlas.',
        }}
      />
    </>
  )
}
