'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getBackupSchedule, type ScheduleItem } from '@/lib/ops/backup-schedule'
import { Panel } from '../data/panel'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'

const keptFor = ({ retentionValue: n, retentionUnit: unit }: ScheduleItem) =>
  n && unit ? `kept ${n} ${n === 1 ? unit.replace(/s$/, '') : unit}` : 'kept for an unknown time'

const often = ({ frequencyType, frequencyInterval: n }: ScheduleItem) =>
  frequencyType === 'hourly' && n ? `every ${n} h` : (frequencyType ?? 'at an unknown pace')

/** When Atlas takes snapshots by itself, how long it keeps them, and how far back a moment can be restored. */
export function Schedule({ place }: { place: { groupId: string; clusterName: string } }) {
  const schedule = useQuery(read(getBackupSchedule, place))
  return (
    <Panel query={schedule} title="Schedule" folds isEmpty="never" skeletonRows={2}>
      {({ nextSnapshot, restoreWindowDays, policies }) => {
        const items = (policies ?? []).flatMap(({ policyItems }) => policyItems ?? [])
        return (
          <Facts
            className="p-4"
            items={[
              ['Next snapshot', nextSnapshot ? <Time key="n" at={nextSnapshot} /> : 'none planned'],
              [
                'Taken',
                items.map((item) => `${often(item)}, ${keptFor(item)}`).join('; ') || 'never',
              ],
              [
                'Point in time',
                restoreWindowDays
                  ? `the last ${restoreWindowDays} ${restoreWindowDays === 1 ? 'day' : 'days'}`
                  : 'not known',
              ],
            ]}
          />
        )
      }}
    </Panel>
  )
}
