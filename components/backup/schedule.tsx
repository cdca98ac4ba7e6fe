import { count } from '@/lib/format/words'
import { getBackupSchedule, type ScheduleItem } from '@/lib/ops/backup-schedule'
import { OpPanel } from '../blocks/op-panel'
import { Time } from '../ui/time'
import type { Place } from './kinds'

const keptFor = ({ retentionValue: n, retentionUnit: unit }: ScheduleItem) =>
  n && unit ? `kept ${n} ${n === 1 ? unit.replace(/s$/, '') : unit}` : 'unknown retention'

const often = ({ frequencyType, frequencyInterval: n }: ScheduleItem) =>
  frequencyType === 'hourly' && n ? `every ${n} h` : (frequencyType ?? 'unknown frequency')

/** When Atlas takes snapshots, how long it keeps them, and the restore window. */
export const Schedule = ({ place }: { place: Place }) => (
  <OpPanel
    op={getBackupSchedule}
    input={place}
    title="Schedule"
    folds
    facts={({ nextSnapshot, restoreWindowDays: days, policies }) => [
      ['Next snapshot', nextSnapshot ? <Time key="n" at={nextSnapshot} /> : 'None'],
      [
        'Schedule',
        (policies ?? [])
          .flatMap(({ policyItems }) => policyItems ?? [])
          .map((item) => `${often(item)}, ${keptFor(item)}`)
          .join('; ') || 'None',
      ],
      ['Point in time', days ? `Last ${count(days, 'day')}` : 'Unknown'],
    ]}
  />
)
