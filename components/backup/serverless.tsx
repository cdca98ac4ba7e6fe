'use client'
import { useNow } from '@/lib/client/use-now'
import { OpList } from '../blocks/op-list'
import { WhereAnswered } from '../blocks/where-answered'
import { jobColumns, rowOf } from './job-columns'
import { type Place, serverless } from './kinds'

const NOW_EVERY_MS = 30_000
const { jobs, toJob } = serverless

/** The restore jobs from the time as a serverless instance. */
export function Serverless({ place }: { place: Place }) {
  const now = useNow(NOW_EVERY_MS)
  return (
    <WhereAnswered
      op={jobs}
      input={place}
      note="Atlas removed serverless restore jobs on 22 August 2026."
    >
      <OpList
        op={jobs}
        input={place}
        name="serverless"
        title="Serverless restore jobs"
        what="restore jobs"
        columns={jobColumns}
        rows={({ results }) => results.map((job) => rowOf(toJob(job, now), place.groupId))}
        rowId={({ id }) => id}
        rowName={({ id }) => id}
        empty={{ hint: 'The lists above show the flex restore jobs.' }}
        instead="Atlas removed serverless restore jobs on 22 August 2026. Serverless instances are flex clusters now, so the lists above are complete."
      />
    </WhereAnswered>
  )
}
