import { expect, test } from 'vitest'
import { ops } from '@/lib/ops/registry'
import { isShownOn, type Page, pages } from '@/lib/pages'
import { routePatterns, routes } from '@/lib/routes'
import { isTest, placesOf, sources } from './sources'

const inApp = sources.filter(({ path }) => path.startsWith('app/'))
const ofFile = (path: string) =>
  `/${path
    .split('/')
    .slice(1, -1)
    .filter((part) => !/^\(.*\)$/.test(part))
    .join('/')}`

const samePattern = (address: string, pattern: string) =>
  new RegExp(`^${pattern.replaceAll(/\[\w+\]/g, '[^/]+')}$`).test(address)

test('lib/pages lists every page, and every page there exists', () => {
  const found = inApp
    .filter(({ path }) => /\/page\.tsx$/.test(path))
    .map(({ path }) => ofFile(path))
  expect(found.toSorted()).toEqual([...routePatterns].toSorted())
})

test('every page has an address builder, and every builder leads to a page or a route handler', () => {
  const id = '0123456789abcdef01234567'
  const built = Object.entries(routes).map(([name, build]) => {
    const address = Reflect.apply(build, undefined, name === 'newRequest' ? [] : Array(9).fill(id))
    return String(address).split('?')[0] ?? ''
  })
  const handlers = inApp
    .filter(({ path }) => /\/route\.ts$/.test(path))
    .map(({ path }) => ofFile(path))
  const leadsNowhere = built.filter(
    (address) => ![...routePatterns, ...handlers].some((p) => samePattern(address, p)),
  )
  expect(leadsNowhere).toEqual([])
  const unbuilt = routePatterns.filter((p) => !built.some((address) => samePattern(address, p)))
  expect(unbuilt).toEqual([])
})

test('every command of people has a page that shows its resource, for its requests to link to', () => {
  const isShown = (resource: string) =>
    Object.entries<Page>(pages).some(([name, page]) => isShownOn(resource, name, page))
  const unshown = [...ops.values()].filter(
    ({ id, kind, atlas, internal }) =>
      kind === 'command' && atlas && !internal && !isShown(id.split('.', 1)[0] ?? ''),
  )
  expect(unshown.map(({ id }) => id)).toEqual([])
})

const screens = sources.filter(
  ({ path }) => /^(app|components)\/.*\.tsx?$/.test(path) && !isTest(path),
)

test('internal addresses come from lib/routes', () => {
  const byHand =
    /\b(href|action|callbackUrl)=(\{?\s*)["'`]\/|\b(router\.\w+|redirect|permanentRedirect)\(\s*["'`]\/|["'`]\/(approvals|projects|permissions|audit|sessions|sign-in|no-role|api(?!\/atlas))\b/
  expect(screens.flatMap((source) => placesOf(source, byHand))).toEqual([])
})

test('internal links are Links, which do not reload the page', () => {
  const plain = screens.flatMap(({ path, text }) =>
    [...text.matchAll(/<a\b[^>]*>/gs)].flatMap(([tag]) =>
      // An anchor, a download, or another site.
      /href="#|\bdownload\b|rel="noreferrer/.test(tag)
        ? []
        : [`${path}: ${tag.replaceAll(/\s+/g, ' ')}`],
    ),
  )
  expect(plain).toEqual([])
})

test('no text is inserted as markup', () => {
  const raw = screens.flatMap((source) =>
    placesOf(
      source,
      /dangerouslySetInnerHTML|\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\b/,
    ),
  )
  expect(raw).toEqual([])
})

/**
 * Every route handler, and who can use it. A new one fails here until it is reviewed and listed. e2e/web.spec.ts tests
 * the rules.
 */
const everyMethod = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']
const routeHandlers: Record<string, { methods: string[]; who: string; origin: boolean }> = {
  '/api/atlas/[...path]': {
    methods: everyMethod,
    who: 'machines, with a token: callerOf() finds them, run() decides each operation; no cookie counts',
    origin: false,
  },
  '/api/audit/export': {
    methods: ['GET'],
    who: 'who started the export with audit.export, checked by decide(); read-only',
    origin: false,
  },
  '/api/audit/verifier': {
    methods: ['GET'],
    who: 'everyone who is signed in; read-only, a file of this version',
    origin: false,
  },
  '/api/auth/backchannel-logout': {
    methods: ['POST'],
    who: 'the identity provider: ends sessions with a signed logout token, without a cookie',
    origin: false,
  },
  '/api/auth/callback/gatehouse': {
    methods: ['GET', 'POST'],
    who: 'anyone: the sign-in callback, bound by state, nonce and PKCE; POST only redirects to GET',
    origin: false,
  },
  '/api/health': { methods: ['GET'], who: 'anyone: says that the process runs', origin: false },
  '/api/private/[...path]': {
    methods: everyMethod,
    who: 'anyone: their own address; everything else is refused',
    origin: false,
  },
  '/api/public/[...path]': { methods: everyMethod, who: 'anyone: refused', origin: false },
  '/api/private/unauth/account/device/authorize': {
    methods: ['POST'],
    who: 'anyone: starts a sign-in of a command line, which a signed-in person confirms',
    origin: false,
  },
  '/api/private/unauth/account/device/token': {
    methods: ['POST'],
    who: 'whoever has the device code or refresh token; no cookie',
    origin: false,
  },
  '/api/private/unauth/account/device/revoke': {
    methods: ['POST'],
    who: 'whoever has a token: ends its session; no cookie',
    origin: false,
  },
  '/api/private/unauth/account/device/registration': {
    methods: ['GET'],
    who: 'anyone: the address of the sign-in page',
    origin: false,
  },
  '/api/oauth/token': {
    methods: ['POST'],
    who: 'machines: gives a token for a client ID and secret; no cookie',
    origin: false,
  },
  '/api/oauth/revoke': {
    methods: ['POST'],
    who: 'whoever has a token: ends it; no cookie',
    origin: false,
  },
  '/api/health/details': { methods: ['GET'], who: 'signed-in admins', origin: false },
  '/api/metrics': { methods: ['GET'], who: 'callers with the metrics token', origin: false },
  '/api/ready': { methods: ['GET'], who: 'anyone: names parts, no secrets', origin: false },
  '/api/ops/[op]': {
    methods: ['POST'],
    who: 'signed-in people with a role; run() decides each operation',
    origin: true,
  },
  '/api/sign-in': { methods: ['POST'], who: 'anyone: starts a sign-in', origin: true },
  '/api/sign-out': { methods: ['POST'], who: 'anyone: ends their own session', origin: true },
}

test('every route handler is listed, and those that change something check the origin', () => {
  const found = Object.fromEntries(
    inApp
      .filter(({ path }) => /\/route\.tsx?$/.test(path))
      .map(({ path, text }) => [
        ofFile(path),
        {
          methods: [
            ...text.matchAll(
              /export (?:async )?(?:const|function) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/g,
            ),
          ].map(([, method]) => method),
          // dataRoute checks it first.
          origin: /\bcheckOrigin\(request\)|\bdataRoute\(/.test(text),
        },
      ]),
  )
  const known = Object.entries(routeHandlers).map(([path, { methods, origin }]) => [
    path,
    { methods, origin },
  ])
  expect(found).toEqual(Object.fromEntries(known))
  const route = sources.find(({ path }) => path === 'lib/server/data-route.ts')
  expect(route?.text).toMatch(/=>\s*\{\s*checkOrigin\(request\)/)
  const open = Object.entries(routeHandlers).filter(
    ([, { methods, origin }]) => !origin && methods.some((m) => m !== 'GET'),
  )
  expect(open.map(([path]) => path)).toEqual([
    '/api/atlas/[...path]',
    '/api/auth/backchannel-logout',
    '/api/auth/callback/gatehouse',
    '/api/private/[...path]',
    '/api/public/[...path]',
    '/api/private/unauth/account/device/authorize',
    '/api/private/unauth/account/device/token',
    '/api/private/unauth/account/device/revoke',
    '/api/oauth/token',
    '/api/oauth/revoke',
  ])
})

test('every page requires a signed-in person, independent of its layout', () => {
  // Pages for people who are not signed in or have no role.
  const open = ['/sign-in', '/no-role']
  const trusting = inApp.filter(
    ({ path, text }) =>
      /\/page\.tsx$/.test(path) &&
      !open.includes(ofFile(path)) &&
      !/\bawait requirePerson\(\)|\bconsolePage\(/.test(text),
  )
  expect(trusting.map(({ path }) => path)).toEqual([])
})

test('there are no server actions', () => {
  expect(
    sources.flatMap((s) => (isTest(s.path) ? [] : placesOf(s, /^\s*['"]use server['"]/))),
  ).toEqual([])
})

test('a title with names shows invisible characters in them', () => {
  const made = sources.filter(
    ({ path, text }) =>
      /^app\//.test(path) && /function generateMetadata|async generateMetadata/.test(text),
  )
  expect(made.length).toBeGreaterThan(0)
  for (const { path, text } of made) expect(text, path).toMatch(/title: visible\(/)
})
