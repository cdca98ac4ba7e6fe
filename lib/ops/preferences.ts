import { z } from 'zod'
import { isTimeZone } from '@/lib/format/zones'
import { command, query } from './define'

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, 'Choose a time zone such as Europe/Berlin or UTC')
  .meta({ examples: ['Europe/Berlin'] })

/** A path of the console with its query, never another site. */
const path = z
  .string()
  .max(2000, 'At most 2,000 characters')
  .regex(/^\/(?![/\\])[^\s\\]*$/, 'Choose a page of Gatehouse')
  .meta({ examples: ['/approvals'] })

const fields = {
  /** An IANA name. Null: the one of the browser. */
  timeZone: timeZone.nullable(),
  density: z.enum(densities),
  theme: z.enum(themes),
  /** The page that opens first. Null: the fleet. */
  home: path.nullable(),
  /** Whether single keys do something outside of text fields. */
  shortcuts: z.boolean(),
}

export const preferences = z.object(fields)
export type Preferences = z.output<typeof preferences>

export const defaultPreferences: Preferences = {
  timeZone: null,
  density: 'comfortable',
  theme: 'system',
  home: null,
  shortcuts: true,
}

export const getPreferences = query({
  id: 'preferences.get',
  title: 'View your preferences',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: preferences,
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})

export const setPreferences = command({
  id: 'preferences.set',
  title: 'Change your preferences',
  roles: ['viewer'],
  /** Fields that are left out stay as they are. */
  input: z.strictObject(fields).partial(),
  output: preferences,
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'Save', doing: 'Saving…', done: () => 'Preferences saved' },
  summary: () => 'Change your preferences',
  target: () => 'preferences',
  invalidates: ['preferences.get'],
})
