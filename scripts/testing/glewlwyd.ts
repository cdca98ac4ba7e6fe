import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type Browser, browser } from '@/sandbox/idp/testing'
import { install, mayInstall } from '../apt'

const PROGRAM = '/usr/bin/glewlwyd'
const SCHEMA = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3'
const SCOPES = ['openid', 'profile', 'email', 'groups']

/** A person of the provider. */
export const person = {
  username: 'vera',
  password: 'the-password-of-vera',
  name: 'Vera Glew',
  groups: ['gatehouse-viewers', 'gatehouse-approvers'],
}

export type Glewlwyd = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Signs in with the person's password and grants the requested scopes, as its sign-in page does. */
  signIn(as: Browser): Promise<void>
  /** Ends the provider's session with this id, as its sign-out page does. */
  signOut(as: Browser, sid: string): Promise<void>
  /** The address that the provider's page redirects to after that. */
  proceed(as: Browser, authorizationUrl: URL): Promise<URL>
  close(): Promise<void>
}

/** Installs Glewlwyd with apt-get if it is missing and this process can. @throws Error if there is none */
export function installGlewlwyd(say: (line: string) => void): void {
  const isThere = () => existsSync(PROGRAM) && existsSync(SCHEMA)
  if (isThere()) return
  if (!mayInstall())
    throw new Error(
      'The sign-in test with a second identity provider needs Glewlwyd, and it was not found. On Debian: apt-get install glewlwyd.',
    )
  say('Installing the package "glewlwyd" with apt-get.')
  if (!install('glewlwyd') || !isThere())
    throw new Error('apt-get could not install "glewlwyd". See the output above.')
}

/**
 * Starts Debian's Glewlwyd, an OpenID provider that shares no code with the sandbox's, on a free port with a new
 * database. `origin` is the console's origin, `logoutUri` where it sends logout tokens.
 * @throws Error when it does not start
 */
export async function startGlewlwyd(origin: string, logoutUri: string): Promise<Glewlwyd> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-glewlwyd-'))
  const port = await freePort()
  const base = `http://localhost:${port}`
  const issuer = `${base}/api/oidc`
  writeDatabase(join(folder, 'database'))
  writeFileSync(join(folder, 'glewlwyd.conf'), configuration(base, port, join(folder, 'database')))
  const server = spawn(PROGRAM, ['-c', join(folder, 'glewlwyd.conf')], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const close = async () => {
    server.kill()
    await ended
    rmSync(folder, { recursive: true })
  }
  try {
    await answers(`${base}/config`, () => server.exitCode !== null)
    const client = { id: 'gw', secret: 'a-client-secret-of-some-length' }
    await configure(`${base}/api`, issuer, { origin, logoutUri, client })
    return {
      issuer,
      clientId: client.id,
      clientSecret: client.secret,
      close,
      async signIn(as) {
        const api = apiOf(`${base}/api`, as)
        await api('POST', '/auth/', { username: person.username, password: person.password })
        await api('PUT', `/auth/grant/${client.id}/`, { scope: SCOPES.join(' ') })
      },
      async signOut(as, sid) {
        await apiOf(`${base}/api`, as)('DELETE', `/oidc/session/${sid}`, {})
      },
      async proceed(as, url) {
        const on = new URL(url)
        on.searchParams.set('g_continue', '')
        return new URL((await as.go(on.href)).headers.get('location') ?? '', base)
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

function writeDatabase(file: string): void {
  const database = new DatabaseSync(file)
  database.exec(readFileSync(SCHEMA, 'utf8'))
  const found = z
    .object({ format: z.string() })
    .parse(database.prepare('select gumi_parameters as format from g_user_module_instance').get())
  const format = z.looseObject({ 'data-format': z.looseObject({}) }).parse(JSON.parse(found.format))
  format['data-format'].groups = { multiple: true, read: true, write: true }
  database
    .prepare('update g_user_module_instance set gumi_parameters = ?')
    .run(JSON.stringify(format))
  database.close()
}

const configuration = (base: string, port: number, database: string) => `
port = ${port}
bind_address = "127.0.0.1"
external_url = "${base}"
login_url = "login.html"
api_prefix = "api"
log_mode = "console"
log_level = "NONE"
cookie_secure = 0
session_expiration = 3600
session_key = "glewlwyd.${port}"
admin_session_authentication = "cookie"
profile_session_authentication = "cookie"
admin_scope = "g_admin"
profile_scope = "g_profile"
login_api_enabled = true
static_files_path = "/usr/share/glewlwyd/webapp"
user_module_path = "/usr/lib/glewlwyd/user"
client_module_path = "/usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "/usr/lib/glewlwyd/scheme"
plugin_module_path = "/usr/lib/glewlwyd/plugin"
hash_algorithm = "SHA512"
database = { type = "sqlite3", path = "${database}" }
`

/** What an administrator sets up: the OpenID plugin, scopes, the client, a person. */
async function configure(
  base: string,
  issuer: string,
  {
    origin,
    logoutUri,
    client,
  }: { origin: string; logoutUri: string; client: { id: string; secret: string } },
): Promise<void> {
  const api = apiOf(base, browser())
  // The default password of the package's database.
  await api('POST', '/auth/', { username: 'admin', password: 'password' })
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await api('POST', '/mod/plugin/', {
    module: 'oidc',
    name: 'oidc',
    display_name: 'OpenID Connect',
    parameters: {
      iss: issuer,
      'jwt-type': 'rsa',
      'jwt-key-size': '256',
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: publicKey.export({ type: 'spki', format: 'pem' }),
      'access-token-duration': 3600,
      'refresh-token-duration': 3600,
      'code-duration': 600,
      'refresh-token-rolling': false,
      'auth-type-code-enabled': true,
      'auth-type-token-enabled': false,
      'auth-type-id-token-enabled': true,
      'auth-type-none-enabled': false,
      'auth-type-password-enabled': false,
      'auth-type-client-enabled': false,
      'auth-type-refresh-enabled': false,
      'pkce-allowed': true,
      'pkce-required': true,
      'pkce-method-plain-allowed': false,
      'subject-type': 'public',
      'session-management-allowed': true,
      'session-cookie-name': 'glewlwyd-oidc',
      'session-cookie-expiration': 3600,
      'front-channel-logout-allowed': false,
      'back-channel-logout-allowed': true,
      'introspection-revocation-allowed': false,
      'register-client-allowed': false,
      'request-parameter-allow': false,
      'encrypt-out-token-allow': false,
      'jwks-show': true,
      'name-claim': 'mandatory',
      'email-claim': 'mandatory',
      'scope-claim': 'no',
      claims: [{ name: 'groups', type: 'string', 'user-property': 'groups', mandatory: true }],
      'allowed-scope': SCOPES,
    },
  })
  for (const name of SCOPES.slice(1))
    await api('POST', '/scope/', {
      name,
      display_name: name,
      password_required: true,
      password_max_age: 0,
    })
  await api('POST', '/client/', {
    client_id: client.id,
    name: 'Gatehouse',
    enabled: true,
    confidential: true,
    source: 'database',
    password: client.secret,
    client_secret: client.secret,
    authorization_type: ['code'],
    token_endpoint_auth_method: ['client_secret_basic'],
    redirect_uri: [`${origin}/api/auth/callback/gatehouse`],
    scope: [],
    backchannel_logout_uri: logoutUri,
    backchannel_logout_session_required: '1',
  })
  await api('POST', '/user/', {
    username: person.username,
    password: person.password,
    name: person.name,
    email: 'vera@example.com',
    enabled: true,
    source: 'database',
    scope: ['g_profile', ...SCOPES],
    groups: person.groups,
  })
}

/** Calls Glewlwyd's API with a browser's cookies. Its answers are not used. */
const apiOf =
  (base: string, as: Browser) =>
  async (method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown): Promise<void> => {
    const answer = await as.send(base + path, method, body)
    if (!answer.ok)
      throw new Error(`Glewlwyd: ${method} ${path}: ${answer.status} ${await answer.text()}`)
  }

async function answers(url: string, isOver: () => boolean): Promise<void> {
  for (;;) {
    if (isOver()) throw new Error('Glewlwyd ended while it started.')
    const isUp = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
