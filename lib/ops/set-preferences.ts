import { z } from 'zod'
import { isTimeZone } from '@/lib/format/zones'
import { command } from './define'
import { preferences } from './preferences'

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

export const setPreferences = command({
  id: 'preferences.set',
  title: 'Change your preferences',
  roles: ['viewer'],
  /** Fields that are left out stay as they are. */
  input: z
    .strictObject({ ...preferences.shape, timeZone: timeZone.nullable(), home: path.nullable() })
    .partial(),
  output: preferences,
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'Save', doing: 'Saving…', done: () => 'Preferences saved' },
  summary: () => 'Change your preferences',
  target: () => 'preferences',
  invalidates: ['preferences.get'],
})
