import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { POST as postedAnswer } from '@/app/api/auth/callback/gatehouse/route'
import { unlisted } from './check-provider'
import { sql } from './database'
import { isSignedIn, personFrom } from './person'
import { providerMetadata } from './provider'
import { refusalFacts } from './refusal'
import { resetSignInLimit } from './sign-in-limit'
import { letIn, refusing, signInBrowser } from './testing/sign-in-browser'
import { forgetDiscovery, signIn, withSignIn, withStandIn } from './testing/stand-in-console'

const standIn = withStandIn()

test('a sign-in ends on the requested page, with a session', async () => {
  const { path, browser } = await signIn('/approvals?tab=live')
  expect(path).toBe('/approvals?tab=live')
  expect(await isSignedIn(browser.headers())).toBe(true)
})

test.each([
  ['access_denied', 'access_denied'],
  ['interaction_required', 'interaction_required'],
  ['login_required', 'interaction_required'],
  ['invalid_scope', 'invalid_scope'],
  ['invalid_client', 'invalid_client'],
  ['unauthorized_client', 'invalid_client'],
  ['invalid_request', 'invalid_request'],
  ['server_error', 'temporarily_unavailable'],
  ['constructor', 'provider-refused'],
  ['E4711', 'provider-refused'],
])('the provider’s %s has a message and is quoted', async (error, code) => {
  const browser = signInBrowser()
  const at = await browser.start()
  const words = 'User is not assigned to the client application.'
  const landing = await browser.finish(refusing(at, error, words))
  expect(landing.error).toBe(code)
  const ref = landing.url.searchParams.get('ref') ?? ''
  const facts = await refusalFacts(ref, browser.headers().get('cookie'))
  expect(facts?.provider).toEqual({ error, description: words })
})

test('a long description is truncated, and text without an attempt is not quoted', async () => {
  const browser = signInBrowser()
  const at = await browser.start()
  const landing = await browser.finish(refusing(at, 'access_denied', '💥'.repeat(5000)))
  const facts = await refusalFacts(
    landing.url.searchParams.get('ref') ?? '',
    browser.headers().get('cookie'),
  )
  expect([...(facts?.provider?.description ?? '')]).toHaveLength(401)

  const stranger = signInBrowser()
  const forged = await stranger.finish({ error: 'access_denied', error_description: 'Call 555' })
  expect(forged.error).toBe('attempt-lost')
  const ref = forged.url.searchParams.get('ref') ?? ''
  expect(await refusalFacts(ref, stranger.headers().get('cookie'))).toEqual({ ref })
})

test('an error without a state belongs to the newest attempt', async () => {
  const browser = signInBrowser()
  await browser.start('/audit')
  const landing = await browser.finish({ error: 'access_denied' })
  expect(landing.error).toBe('access_denied')
  expect(landing.url.searchParams.get('callbackUrl')).toBe('/audit')
})

test('only scopes that the provider lists are requested, and configured ones unchanged', async () => {
  const scopes = async () => (await signInBrowser().start()).searchParams.get('scope')
  expect(await scopes()).toBe('openid profile email')
  forgetDiscovery()
  standIn().behavior.discovery = { scopes_supported: ['openid', 'email', 'groups'] }
  expect(await scopes()).toBe('openid email groups')
  await withSignIn({ scopes: ['openid', 'custom'] }, async () =>
    expect(await scopes()).toBe('openid custom'),
  )
})

test('a provider that lists the groups scope but refuses it is asked again without it', async () => {
  standIn().behavior.discovery = { scopes_supported: ['openid', 'groups'] }
  const browser = signInBrowser()
  const at = await browser.start('/audit')
  const words = "The application asked for scope 'groups' that doesn't exist on the resource."
  const again = (await browser.finish(refusing(at, 'invalid_client', words))).url
  expect(again.searchParams.get('scope')).toBe('openid')
  expect((await browser.finish(letIn(again))).path).toBe('/audit')
})

test('an ID token signed with another listed algorithm is named in the error, and can be allowed in the configuration', async () => {
  standIn().behavior.discovery = { id_token_signing_alg_values_supported: ['RS256', 'ES256'] }
  standIn().behavior.algorithm = 'ES256'
  const { error, facts } = await signIn()
  expect(error).toBe('wrong-algorithm')
  expect(facts?.detail).toContain('ES256')
  await withSignIn({ idTokenAlgorithm: 'ES256' }, async () =>
    expect((await signIn()).path).toBe('/approvals'),
  )
})

test.each(['RS512', 'PS256', 'ES384', 'EdDSA'])(
  'an ID token signed with %s is accepted if configured',
  async (algorithm) => {
    standIn().behavior.algorithm = algorithm
    await withSignIn({ idTokenAlgorithm: algorithm }, async () =>
      expect((await signIn()).path).toBe('/approvals'),
    )
  },
)

test('an HMAC signature is accepted only if configured', async () => {
  standIn().behavior.discovery = { id_token_signing_alg_values_supported: ['HS256'] }
  standIn().behavior.algorithm = 'HS256'
  expect((await signIn()).error).toBe('wrong-algorithm')
  await withSignIn({ idTokenAlgorithm: 'HS256' }, async () =>
    expect((await signIn()).path).toBe('/approvals'),
  )
})

test('the client authenticates as configured', async () => {
  await signIn()
  expect(standIn().tokenRequests.at(-1)?.authorization).toMatch(/^Basic /)
  await withSignIn({ clientAuthentication: 'client_secret_post' }, async () => {
    expect((await signIn()).path).toBe('/approvals')
    const { authorization, form } = standIn().tokenRequests.at(-1) ?? {}
    expect(authorization).toBeUndefined()
    expect(form?.get('client_secret')).toBe('sandbox-only-not-a-secret')
  })
})

test('with private_key_jwt the client signs an assertion for the token endpoint', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const clientKey = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', kid: 'key-1' }
  const keyed = {
    clientAuthentication: 'private_key_jwt',
    clientSecret: undefined,
    clientKey: { ...clientKey, use: 'sig' },
  }
  await withSignIn(keyed, async () => {
    expect((await signIn()).path).toBe('/approvals')
    const { authorization, form } = standIn().tokenRequests.at(-1) ?? {}
    expect(authorization).toBeUndefined()
    expect(form?.get('client_secret')).toBeNull()
    const assertion = form?.get('client_assertion') ?? ''
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey)
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: 'key-1' })
    expect(payload).toMatchObject({
      iss: 'gatehouse-console',
      sub: 'gatehouse-console',
      aud: `${standIn().issuer}/token`,
    })
  })
})

test('a configured value that the provider does not list is named', async () => {
  standIn().behavior.discovery = { scopes_supported: ['openid'] }
  const odd = { idTokenAlgorithm: 'ES256', scopes: ['openid', 'groups'] }
  await withSignIn(odd, async () => {
    const warnings = unlisted(await providerMetadata())
    expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
      'signIn.idTokenAlgorithm',
      'signIn.scopes',
    ])
  })
})

test('a step-up uses the configured parameter', async () => {
  const asked = async () => {
    const { searchParams } = await signInBrowser().start('/', { fresh: true })
    return ['max_age', 'prompt', 'acr_values'].map((name) => searchParams.get(name))
  }
  expect(await asked()).toEqual(['1', null, null])
  const other = { stepUp: ['prompt=login', 'acr_values'], stepUpAcr: ['phr', 'phrh'] }
  await withSignIn(other, async () => expect(await asked()).toEqual([null, 'login', 'phr phrh']))
})

test('groups are read from the configured source', async () => {
  const groups = async () => {
    const { browser } = await signIn()
    const headers = browser.headers()
    return (await personFrom({ headers }, { fresh: true }).catch(() => undefined))?.groups
  }
  standIn().behavior.userinfo = {
    status: 200,
    body: { sub: 'somebody', groups: ['gatehouse-admins'] },
  }
  expect(await groups()).toEqual(['gatehouse-viewers'])
  await withSignIn({ groupsFrom: 'userinfo' }, async () =>
    expect(await groups()).toEqual(['gatehouse-admins']),
  )
  standIn().behavior.claims = { groups: 'gatehouse-viewers;gatehouse-auditors' }
  await withSignIn({ groupsSeparator: ';' }, async () =>
    expect(await groups()).toEqual(['gatehouse-viewers', 'gatehouse-auditors']),
  )
})

test('a name and address that are only in userinfo are read there, and keep nobody out', async () => {
  const person = async () => {
    const { browser, error } = await signIn()
    const found = error
      ? undefined
      : await personFrom({ headers: browser.headers() }, { fresh: true })
    return { error, name: found?.name }
  }
  standIn().behavior.claims = { name: undefined, email: undefined }
  const body = { sub: 'somebody', name: 'Sofia Body', email: 'sofia@example.com', groups: ['x'] }
  standIn().behavior.userinfo = { status: 200, body }
  expect(await person()).toEqual({ error: null, name: 'Sofia Body' })
  for (const userinfo of [
    { status: 500, body: '' },
    { status: 200, body: { ...body, sub: 'another' } },
  ]) {
    standIn().behavior.userinfo = userinfo
    expect(await person()).toEqual({ error: null, name: 'somebody' })
  }
})

test('an address with too many sign-ins has to wait', async () => {
  const browser = signInBrowser()
  let error: string | null = null
  for (let i = 0; i < 500 && !error; i += 1)
    error = (await browser.start()).searchParams.get('error')
  expect(error).toBe('too-many')
  resetSignInLimit()
  expect((await browser.start()).searchParams.get('error')).toBeNull()
})

test.each([
  [{ issuer: 'https://other.example' }, 'issuer-mismatch'],
  [{ issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' }, 'issuer-mismatch'],
  [{ token_endpoint: undefined }, 'discovery-invalid'],
  [{ authorization_endpoint: 'javascript:alert(1)' }, 'discovery-invalid'],
])('a discovery document with %j is refused', async (discovery, code) => {
  standIn().behavior.discovery = discovery
  expect((await signInBrowser().start()).searchParams.get('error')).toBe(code)
})

test('a response that the provider posts as a form works like a redirect', async () => {
  const browser = signInBrowser()
  const body = new URLSearchParams(refusing(await browser.start(), 'access_denied'))
  const posted = await postedAnswer(new Request('http://localhost/x', { method: 'POST', body }))
  const { searchParams } = new URL(posted.headers.get('location') ?? '')
  expect((await browser.finish(Object.fromEntries(searchParams))).error).toBe('access_denied')
})

test('a clock that is half a minute ahead is tolerated', async () => {
  const ahead = Math.floor(Date.now() / 1000) + 30
  standIn().behavior.claims = { iat: ahead, nbf: ahead, auth_time: ahead }
  expect((await signIn()).path).toBe('/approvals')
})

test('null and odd optional claims affect nothing else', async () => {
  standIn().behavior.claims = {
    email: null,
    name: 7,
    picture: [],
    auth_time: null,
    azp: null,
    nbf: null,
  }
  standIn().behavior.discovery = { end_session_endpoint: 'app://out', userinfo_endpoint: null }
  expect((await signIn()).path).toBe('/approvals')
})

test('a database failure is reported as one, and nothing else is', async () => {
  const browser = signInBrowser()
  const at = await browser.start()
  // As good as gone, until the next pool.
  await sql().end()
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'gatehouseSql'))
  expect((await browser.finish(letIn(at))).error).toBe('database')
})
