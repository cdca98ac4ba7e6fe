import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIRequestContext } from '@playwright/test'
import { listMachines } from '@/lib/ops/machines'
import { done } from './api'
import { dataFolder } from './environment'

/** The authorization header of a machine of the demo. `client` has no session; `admin` may list machines. */
export async function machineToken(
  client: APIRequestContext,
  admin: APIRequestContext,
  name = 'terraform-payments',
): Promise<string> {
  const { results } = await done(admin, listMachines, {})
  const clientId = results.find((one) => one.name === name)?.clientId ?? ''
  const secret = `mdb_sa_sk_${readFileSync(join(dataFolder(), `machine-${name}`), 'utf8').trim()}`
  const answer = await client.post('/api/oauth/token', {
    form: { grant_type: 'client_credentials' },
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return `Bearer ${access_token}`
}
