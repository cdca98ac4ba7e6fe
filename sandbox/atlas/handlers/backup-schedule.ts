import { sourceOf } from '../areas/backup/find'
import type { SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { exportSeeds } from '../world/exports'

const HOUR = 3_600_000
const SIX = 6 * HOUR

const { autoExport } = exportSeeds
const { exportBucketId, frequencyType } = autoExport
const exportOf = { exportBucketId, frequencyType }

export const backupSchedule = {
  getGroupClusterBackupSchedule: (input) => {
    const { cluster } = sourceOf(input)
    const item = (frequencyType: string, interval: number, unit: string, value: number) => ({
      id: idFrom(`policy ${cluster.id} ${frequencyType}`, cluster.createDate),
      frequencyType,
      frequencyInterval: interval,
      retentionUnit: unit,
      retentionValue: value,
    })
    return {
      clusterId: cluster.id,
      clusterName: cluster.name,
      ...(cluster.name === autoExport.clusterName
        ? { autoExportEnabled: true, export: exportOf }
        : { autoExportEnabled: false }),
      copySettings: [],
      nextSnapshot: iso(Math.ceil(Date.now() / SIX) * SIX),
      policies: [
        {
          id: idFrom(`policies ${cluster.id}`, cluster.createDate),
          policyItems: [
            item('hourly', 6, 'days', 7),
            item('daily', 1, 'days', 7),
            item('weekly', 6, 'weeks', 4),
            item('monthly', 40, 'months', 12),
          ],
        },
      ],
      referenceHourOfDay: 0,
      referenceMinuteOfHour: 0,
      restoreWindowDays: 7,
      updateSnapshots: false,
      useOrgAndGroupNamesInExportPrefix: false,
      links: [],
    }
  },
} satisfies SandboxFile
