'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getBackupSchedule, type ScheduleItem } from '@/lib/ops/backup-schedule'
import { Panel } from '../data/panel'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'

const keptFor = ({ retentionValue: n, retentionUnit: unit }: ScheduleItem) =>
  n && unit ? `kept ${n} ${n === 1 ? unit.replace(/s$/, '') : unit}` : 'unknown retention'

const often = ({ frequencyType, frequencyInterval: n }: ScheduleItem) =>
  frequencyType === 'hourly' && n ? `every ${n} h` : (frequencyType ?? 'unknown frequency')

/** When Atlas takes snapshots, how long it keeps them, and the restore window. */
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
              ['Next snapshot', nextSnapshot ? <Time key="n" at={nextSnapshot} /> : 'None'],
              [
                'Schedule',
                items.map((item) => `${often(item)}, ${keptFor(item)}`).join('; ') || 'None',
              ],
              [
                'Point in time',
                restoreWindowDays
                  ? `Last ${restoreWindowDays} ${restoreWindowDays === 1 ? 'day' : 'days'}`
                  : 'Unknown',
              ],
            ]}
          />
        )
      }}
    </Panel>
  )
}
