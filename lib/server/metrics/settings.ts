import { z } from 'zod'

/** Who can read /api/metrics. */
export const metricsSettings = z
  .strictObject({
    /** The variable with the bearer token. Without it, there are no metrics. */
    tokenFrom: z.string().min(1).optional(),
  })
  .prefault({})

/** The settings with the token from the environment. @throws Error with the key of gatehouse.yaml */
export function loadMetrics(
  { tokenFrom }: z.output<typeof metricsSettings>,
  path: string,
  secretFrom: (variable: string, key: string) => string,
): { token: string | undefined } {
  if (tokenFrom === undefined) return { token: undefined }
  const token = secretFrom(tokenFrom, 'metrics.tokenFrom')
  if (/^[\x21-\x7e]{24,}$/.test(token)) return { token }
  throw new Error(
    `${path}: metrics.tokenFrom: use a token of at least 24 characters without spaces, for example from \`openssl rand -hex 32\`.`,
  )
}
