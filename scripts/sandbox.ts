/** npm run sandbox: the sandbox Atlas and identity provider alone, for other clients. */
import { credentials } from '@/sandbox/atlas/credentials'
import { oidcClientId, oidcClientSecret } from '@/sandbox/idp/clients'
import { personas } from '@/sandbox/idp/personas'
import { command } from './command'
import { logFile, openDataFolder } from './data-folder'
import { portFrom } from './ports'
import { startSandbox } from './stack'
import { supervise } from './supervise'

await command(async (onStop) => {
  const ports = {
    atlas: await portFrom('SANDBOX_ATLAS_PORT', 4010),
    idp: await portFrom('SANDBOX_IDP_PORT', 4011),
  }
  const data = openDataFolder(onStop)
  const parts = supervise(console.error)
  onStop(() => parts.stopAll())
  const { atlas, issuer } = await startSandbox(parts, {
    data,
    ports,
    consoles: (process.env.SANDBOX_IDP_REDIRECTS ?? 'http://localhost:3000').split(','),
    logFor: (name) => logFile(data, name),
  })
  const ready = {
    atlas,
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
    publicKey: credentials.publicKey,
    privateKey: credentials.privateKey,
    issuer,
    oidcClientId,
    oidcClientSecret,
    personas: personas.map(({ name }) => name),
  }
  console.log(`SANDBOX_READY ${JSON.stringify(ready)}`)
  return undefined
})
