import { afterAll, afterEach } from 'vitest'
import { type TestConsole, testConsole } from '@/scripts/testing/console'
import { forwardingServer } from './forwarding'

/** A console for the tests of this file, which ends after them. A fault ends with the test that set it. */
export async function startConsole(
  options?: Parameters<typeof testConsole>[0],
): Promise<TestConsole> {
  const world = await testConsole(options)
  afterAll(() => world.end())
  afterEach(() => void world.control('DELETE', 'fault'))
  return world
}

/** The same, with a server in front of Atlas that changes answers until the end of a test. */
export async function startForwarded(options?: { timeoutSeconds: number }) {
  const between = await forwardingServer()
  // Hooks run in reverse order.
  afterAll(() => between.close())
  const world = await startConsole({ configure: between.configure, ...options })
  afterEach(() => between.spoil())
  return { world, between }
}
