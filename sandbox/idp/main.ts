import { oidcClientId } from './clients'
import { personas } from './personas'
import { startSandboxIdp } from './server'

const list = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim().replace(/\/$/, ''))
    .filter(Boolean)

const redirects = list(process.env.SANDBOX_IDP_REDIRECTS)
const variant = list(process.env.SANDBOX_IDP_VARIANT)

const idp = await startSandboxIdp({
  port: Number(process.env.SANDBOX_IDP_PORT ?? 4011),
  dataDir: process.env.SANDBOX_IDP_DATA,
  redirects: redirects.length > 0 ? redirects : ['http://localhost:3000'],
  variant: {
    groupsOnlyInUserinfo: variant.includes('userinfo'),
    groupsOverage: variant.includes('overage'),
    groupsClaim: process.env.SANDBOX_IDP_GROUPS_CLAIM,
  },
})

console.log(
  JSON.stringify({
    ready: 'sandbox-idp',
    issuer: idp.issuer,
    oidcClientId,
    personas: personas.map((p) => p.name),
  }),
)

const stop = () => void idp.close().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
