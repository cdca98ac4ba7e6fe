'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getFlexRestoreJob } from '@/lib/ops/flex-backup'
import { routes } from '@/lib/routes'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { Copyable } from '../ui/copyable'
import { Facts, ThingHead } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { FlexEnd, startedAt } from './flex-end'
import { ShowFlexLink } from './flex-link'
import { Route } from './route'
import { flexStyles } from './status-styles'
import { kindSays } from './words'

/** One restore job of a flex cluster. */
export function FlexJobView({
  place,
  jobId,
}: {
  place: { groupId: string; clusterName: string }
  jobId: string
}) {
  const { groupId, clusterName } = place
  const query = useQuery(read(getFlexRestoreJob, { ...place, restoreJobId: jobId }))
  const job = query.data?.misfit ? undefined : query.data?.data
  return (
    <>
      <ThingHead
        title={job ? kindSays(job.deliveryType) : 'Restore job'}
        back={{ label: 'Backup', href: routes.backup(groupId, clusterName) }}
        badges={job && <StateBadge styles={flexStyles} state={job.status} />}
        lead="Atlas keeps restore jobs of flex clusters for six hours. They can’t be canceled."
        actions={job && <ShowFlexLink job={job} place={place} />}
      />
      <div className="grid grid-cols-1 gap-4">
        <Panel query={query} title="Source and target" isEmpty="never" skeletonRows={4}>
          {(data) => (
            <div className="grid gap-5 p-4">
              <Route
                source={place}
                target={
                  data.deliveryType === 'DOWNLOAD'
                    ? undefined
                    : { groupId: data.targetProjectId, clusterName: data.targetDeploymentItemName }
                }
              />
              <Facts
                className="border-line border-t pt-4 sm:grid-cols-[auto_1fr_auto_1fr]"
                items={[
                  ['Snapshot time', <Time key="m" at={data.snapshotFinishedDate} exact />],
                  ['Started', <Time key="s" at={startedAt(data)} exact />],
                  ['Progress', <FlexEnd key="e" job={data} />],
                  ['Job expires', <Time key="k" at={data.expirationDate} exact />],
                  [
                    'Snapshot',
                    data.snapshotId ? (
                      <Copyable key="n" value={data.snapshotId} what="snapshot ID" />
                    ) : (
                      '–'
                    ),
                  ],
                  ['Job', <Copyable key="j" value={data.id} what="job ID" />],
                ]}
              />
            </div>
          )}
        </Panel>
        {job && (
          <details className="rounded-lg border border-line bg-surface">
            <summary className="min-h-11 px-4 py-2.5 font-semibold text-base">
              Raw Atlas response
            </summary>
            <div className="border-line border-t p-4">
              <JsonView value={job} label="The restore job" />
            </div>
          </details>
        )}
      </div>
    </>
  )
}
