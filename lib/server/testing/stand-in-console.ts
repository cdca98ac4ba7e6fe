import { afterAll, beforeAll, beforeEach } from 'vitest'
import { freshDatabase } from '@/scripts/testing/database'
import { configuration } from '../configuration'
import { sql } from '../database'
import { refusalFacts } from '../refusal'
import { resetSignInLimit } from '../sign-in-limit'
import { configured } from './configured'
import { letIn, signInBrowser } from './sign-in-browser'
import { type StandIn, standInProvider } from './stand-in-provider'

const store = globalThis as typeof globalThis & { gatehouseProvider?: unknown }
/** Makes the next sign-in read the discovery document again. */
export const forgetDiscovery = () => {
  delete store.gatehouseProvider
}

/**
 * Registers the hooks of a test file that uses a stand-in provider. Returns a function that gives the provider during a
 * test.
 */
export function withStandIn(): () => StandIn {
  let provider: StandIn | undefined
  let drop: (() => Promise<void>) | undefined
  beforeAll(async () => {
    provider = await standInProvider()
    configured({ signIn: { issuer: provider.issuer } })
    const database = await freshDatabase()
    drop = database.drop
    process.env.DATABASE_URL = database.appUrl
  })
  beforeEach(() => {
    provider?.reset()
    forgetDiscovery()
    resetSignInLimit()
  })
  afterAll(async () => {
    await Promise.all([sql().end(), provider?.close()])
    await drop?.()
  })
  return () => {
    if (!provider) throw new Error('The stand-in provider runs only while tests do.')
    return provider
  }
}

/** Runs with changed `signIn` settings. */
export async function withSignIn<T>(
  more: Record<string, unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const { signIn } = configuration()
  const before = { ...signIn }
  Object.assign(signIn, more)
  try {
    return await work()
  } finally {
    for (const key of Object.keys(more)) Reflect.deleteProperty(signIn, key)
    Object.assign(signIn, before)
  }
}

/** A complete sign-in, with the text that the sign-in page would quote. */
export async function signIn(page = '/approvals') {
  const browser = signInBrowser()
  const at = await browser.start(page)
  const landing = await browser.finish(letIn(at))
  const ref = landing.url.searchParams.get('ref') ?? ''
  const facts = await refusalFacts(ref, browser.headers().get('cookie'))
  return { browser, at, ...landing, facts }
}
