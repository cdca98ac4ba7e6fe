import { z } from 'zod'

/** The names of machines, as in gatehouse.yaml. */
export const machineName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
    'use lower-case letters, digits and hyphens, at most 40',
  )

/** The group of a machine. Sign-in drops groups that look like one. */
export const groupOf = (name: string): string => `machine:${name}`
