/** One line each to try the gateway of the demo with curl and with MongoDB's MCP server. */
import { shellWord } from '@/lib/format/shell'
import type { DemoMachine } from './demo-machines'

const VERSION = '2024-08-05'
const MCP_SERVER = 'mongodb-mcp-server@3.0.4'

/** The lines that the demo prints. `certificate` is the file that a client must trust. */
export function tryLines(
  { origin, certificate }: { origin: string; certificate: string },
  { clientId, secret }: Pick<DemoMachine, 'clientId' | 'secret'>,
): string[] {
  const ca = shellWord(certificate)
  const token = `curl -s --cacert ${ca} -u ${clientId}:${secret} -d grant_type=client_credentials ${origin}/api/oauth/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'`
  return [
    `The gateway for Atlas’s clients: ${origin}   its certificate: ${certificate}`,
    'Try it with curl:',
    `  curl --cacert ${ca} -H "Authorization: Bearer $(${token})" -H 'Accept: application/vnd.atlas.${VERSION}+json' ${origin}/api/atlas/v2/groups`,
    'Try it with MongoDB’s MCP server:',
    `  SSL_CERT_FILE=${ca} NODE_EXTRA_CA_CERTS=${ca} MDB_MCP_API_BASE_URL=${origin} MDB_MCP_API_CLIENT_ID=${clientId} MDB_MCP_API_CLIENT_SECRET=${secret} MDB_MCP_TELEMETRY=disabled npx -y ${MCP_SERVER}`,
  ]
}
