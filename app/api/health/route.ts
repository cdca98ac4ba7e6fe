import { configuration } from '@/lib/server/configuration'
import { dataHeaders } from '@/lib/server/security-headers'
import { version } from '@/package.json'

export const dynamic = 'force-dynamic'

/** Whether this process answers, whatever the state of what it needs (see /api/ready). */
export const GET = (): Response =>
  Response.json(
    { status: 'ok', uptimeSeconds: Math.floor(process.uptime()), version },
    { headers: dataHeaders(configuration().url.protocol === 'https:') },
  )
