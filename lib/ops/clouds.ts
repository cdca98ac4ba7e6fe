import { z } from 'zod'

/** The clouds of Atlas, as people know them. */
export const clouds = { AWS: 'AWS', AZURE: 'Azure', GCP: 'Google Cloud' } as const
export type Cloud = keyof typeof clouds
export const cloudProvider = z.enum(['AWS', 'AZURE', 'GCP'], 'Choose AWS, AZURE or GCP')

/** An Atlas region of any cloud. */
export const region = z
  .string()
  .regex(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/, 'Enter an Atlas region in capitals, such as US_EAST_1')
