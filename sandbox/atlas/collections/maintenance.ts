import { z } from 'zod'
import { bodyOf } from '../body'
import { reject } from '../reject'
import { setting } from '../setting'
import { projectIdOf } from '../world/projects'

const hour = z.int().min(0).max(23)
const maintenanceWindow = z.object({
  dayOfWeek: z.int().min(1).max(7).optional(),
  hourOfDay: hour.optional(),
  autoDeferOnceEnabled: z.boolean(),
  numberOfDeferrals: z.int(),
  protectedHours: z.object({ startHourOfDay: hour, endHourOfDay: hour }).optional(),
  startASAP: z.boolean(),
  timeZoneId: z.string(),
})

export const maintenance = setting({
  name: 'maintenance',
  path: '/groups/{groupId}/maintenanceWindow',
  shape: maintenanceWindow,
  codes: [200, 200],
  event: () => 'MAINTENANCE_WINDOW_MODIFIED',
  initial: (_, groupId) => ({
    autoDeferOnceEnabled: false,
    numberOfDeferrals: 0,
    startASAP: false,
    timeZoneId: 'Europe/Dublin',
    ...(['payments-prod', 'analytics'].map(projectIdOf).includes(groupId) && {
      dayOfWeek: 7,
      hourOfDay: 2,
      protectedHours: { startHourOfDay: 8, endHourOfDay: 20 },
    }),
  }),
  update: (_, { body }) =>
    bodyOf(
      maintenanceWindow
        .omit({ numberOfDeferrals: true, timeZoneId: true })
        .partial()
        .required({ dayOfWeek: true }),
      body,
    ),
  actions: {
    '/defer': ({ numberOfDeferrals }) => {
      if (numberOfDeferrals > 1)
        throw reject(409, 'MAINTENANCE_DEFERRED', 'Maintenance can be deferred at most twice.')
      return { numberOfDeferrals: numberOfDeferrals + 1 }
    },
  },
})
