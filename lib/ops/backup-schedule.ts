import { z } from 'zod'
import { query } from './define'
import { clusterName, projectId } from './shapes'

const item = z.looseObject({
  frequencyType: z.string().nullish(),
  frequencyInterval: z.number().nullish(),
  retentionUnit: z.string().nullish(),
  retentionValue: z.number().nullish(),
})
export type ScheduleItem = z.output<typeof item>

export const getBackupSchedule = query({
  id: 'backup.schedule',
  title: 'Read the backup schedule',
  atlas: { op: 'getGroupClusterBackupSchedule', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, clusterName }),
  output: z.looseObject({
    autoExportEnabled: z.boolean().nullish(),
    export: z.looseObject({ exportBucketId: z.string().nullish() }).nullish(),
    nextSnapshot: z.string().nullish(),
    restoreWindowDays: z.number().nullish(),
    policies: z.array(z.looseObject({ policyItems: z.array(item).nullish() })).nullish(),
  }),
  maxAgeSeconds: 30,
})
