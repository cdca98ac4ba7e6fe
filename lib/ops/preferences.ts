import { z } from 'zod'
import { query } from './define'

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const preferences = z.object({
  /** An IANA name. Null: the one of the browser. */
  timeZone: z.string().nullable(),
  density: z.enum(densities),
  theme: z.enum(themes),
  /** The page that opens first. Null: the fleet. */
  home: z.string().nullable(),
  /** Whether single keys do something outside of text fields. */
  shortcuts: z.boolean(),
})
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
