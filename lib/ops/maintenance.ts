import { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { command, query } from './define'
import { oneUp } from './friction'
import { projectId } from './shapes'
import { resource } from './verbs'

const maintenanceWindow = z.looseObject({
  /** 1 is Sunday. 0 or nothing: Atlas chooses the time. */
  dayOfWeek: z.number().nullish(),
  hourOfDay: z.number().nullish(),
  timeZoneId: z.string().nullish(),
  autoDeferOnceEnabled: z.boolean().nullish(),
  numberOfDeferrals: z.number().nullish(),
  protectedHours: z
    .looseObject({ startHourOfDay: z.number().nullish(), endHourOfDay: z.number().nullish() })
    .nullish(),
})
export type MaintenanceWindow = z.output<typeof maintenanceWindow>

const days = Object.fromEntries(
  ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'].map((day, at) => [
    String(at + 1),
    day,
  ]),
)
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
const hoursOfDay = Object.fromEntries(
  Array.from({ length: 24 }, (_, hour) => [String(hour), clock(hour)]),
)

/** When maintenance starts: `Saturday at 02:00`. Undefined: Atlas chooses. */
export const windowOf = ({ dayOfWeek, hourOfDay }: MaintenanceWindow): string | undefined =>
  dayOfWeek ? `${days[dayOfWeek] ?? `Day ${dayOfWeek}`} at ${clock(hourOfDay ?? 0)}` : undefined

/** The hours in which Atlas starts no maintenance that it can move: `08:00 to 18:00`. */
export function protectedHoursOf({ protectedHours }: MaintenanceWindow): string | undefined {
  const { startHourOfDay: start, endHourOfDay: end } = protectedHours ?? {}
  return start == null || end == null ? undefined : `${clock(start)} to ${clock(end)}`
}

/** The settings that the form changes. */
export const windowSettings = (now: MaintenanceWindow) => ({
  dayOfWeek: now.dayOfWeek ?? 0,
  hourOfDay: now.hourOfDay ?? 0,
  autoDeferOnceEnabled: now.autoDeferOnceEnabled === true,
})

export const getMaintenanceWindow = query({
  id: 'maintenance.get',
  title: 'Read the maintenance window',
  atlas: { op: 'getGroupMaintenanceWindow', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: maintenanceWindow,
})
const maintenance = resource({ of: getMaintenanceWindow, gone: 'This project no longer exists.' })

const hour = z.int().min(0).max(23)
const isDeferred = z.boolean()
const input = z
  .strictObject({
    groupId: projectId,
    dayOfWeek: z.int('Choose a day').min(1).max(7).meta({ label: 'Day', choices: days }),
    hourOfDay: hour.meta({
      label: 'Hour',
      hint: 'In the time zone of the project.',
      choices: hoursOfDay,
    }),
    autoDeferOnceEnabled: isDeferred.meta({
      label: 'Defer every maintenance by one week',
      hint: 'Other projects then get each update first.',
    }),
    opened: z.strictObject({
      dayOfWeek: z.int().min(0).max(7),
      hourOfDay: hour,
      autoDeferOnceEnabled: isDeferred,
    }),
  })
  .refine(({ groupId: _, opened, ...now }) => !sameJson(now, opened), 'Nothing has changed')

export const updateMaintenanceWindow = command({
  id: 'maintenance.update',
  title: 'Change the maintenance window',
  atlas: { op: 'updateGroupMaintenanceWindow', version: '2023-01-01' },
  roles: ['operator'],
  input,
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'Maintenance window changed' },
  summary: (i) => `Set the maintenance window to ${windowOf(i)}`,
  friction: () => ({
    level: 'confirm',
    because: 'Atlas may restart every cluster of this project, node by node, at that time.',
  }),
  invalidates: ['maintenance.get'],
  ...maintenance.changes({
    id: 'maintenance.update',
    input,
    settings: windowSettings,
    changed: 'Someone else changed the maintenance window.',
  }),
})

/** How often the next maintenance was deferred. */
export const deferralsOf = ({ numberOfDeferrals }: MaintenanceWindow): number =>
  numberOfDeferrals ?? 0

export const deferMaintenance = command({
  id: 'maintenance.defer',
  title: 'Defer the next maintenance',
  atlas: { op: 'deferGroupMaintenanceWindow', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({ groupId: projectId, deferrals: z.int().min(0) }),
  body: () => undefined,
  verbs: { do: 'Defer', doing: 'Deferring…', done: () => 'Maintenance deferred by one week' },
  summary: () => 'Defer the next maintenance by one week',
  friction: (_, environment) =>
    oneUp(
      { level: 'confirm', because: 'Atlas allows this twice, two to three days before it starts.' },
      environment,
      'defer',
    ),
  invalidates: ['maintenance.get'],
  ...maintenance.moves<{ groupId: string; deferrals: number }>(
    (now, { deferrals }) => {
      if (deferralsOf(now) !== deferrals) return 'Someone else has deferred it.'
      return deferrals > 1 ? 'Atlas allows two deferrals, and both are used.' : undefined
    },
    (now, { deferrals }) => deferralsOf(now) > deferrals,
  ),
})
